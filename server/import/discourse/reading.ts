/** What is in the documents of a folder or an archive, in the same order each time. */
import { readdir, stat } from 'node:fs/promises'
import { oneAhead } from '../../core/ahead.ts'
import { contentOf, type Document, documentsIn } from '../documents.ts'
import { toldAside } from './aside.ts'
import { brokenBy, type Found, foundIn } from './read.ts'

export type Read = { readonly name: string; readonly bytes: number; readonly found: Found }

/** A document with its content, or with what it is when that is known without. */
export type Opened = { readonly name: string; readonly bytes: number } & (
  | { readonly content: Uint8Array }
  | { readonly found: Found }
)

/** A topic of ten thousand long posts has less. */
const MOST_BYTES = 256 * 1_048_576
/** A thread takes as long to start as reading this much. */
const WORTH_A_THREAD = { bytes: 1_000_000, entries: 1000 } as const

/** All; while one is looked at, the next comes from the disk. @throws OperatorError */
export async function* readAll(path: string): AsyncGenerator<Read> {
  for await (const one of oneAhead(opened(path))) {
    const { name, bytes } = one
    yield { name, bytes, found: 'found' in one ? one.found : foundIn(one.content) }
  }
}

/** The same, for when there is nothing else to do: a second core works along where it is worth that. @throws OperatorError */
export async function* readAtOnce(path: string): AsyncGenerator<Read> {
  yield* (await isSmall(path)) ? readAll(path) : toldAside(opened(path))
}

async function isSmall(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null)
  if (found?.isDirectory()) return (await readdir(path)).length < WORTH_A_THREAD.entries
  return (found?.size ?? 0) < WORTH_A_THREAD.bytes
}

async function* opened(path: string): AsyncGenerator<Opened> {
  for await (const document of documentsIn(path)) {
    const { name, bytes } = document
    yield { name, bytes, ...(await open(document)) }
  }
}

/** What is no JSON by its name is something else. */
async function open(document: Document): Promise<{ content: Uint8Array } | { found: Found }> {
  // Of two communities, perhaps: their numbers would be taken for each other's.
  if (/\.(zip|tar|tgz|t?[gx]z)$/i.test(document.name))
    return { found: { kind: 'broken', why: 'archives in it: import each by itself' } }
  if (!/\.json$/i.test(document.name)) return { found: { kind: 'other' } }
  try {
    return { content: await contentOf(document, MOST_BYTES) }
  } catch (error) {
    return { found: brokenBy(error) }
  }
}
