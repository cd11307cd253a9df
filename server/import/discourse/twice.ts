/** Documents that are read twice: kept from the first reading when all of them together are few, else read again. */
import { oneAhead } from '../../core/ahead.ts'
import { contentOf, type Document, documentsIn } from '../documents.ts'
import { type Found, readDocument } from './read.ts'

export type Read = { readonly name: string; readonly found: Found }

/** Bytes of documents; what is kept of them is a third. */
const MOST_KEPT = 256 * 1_048_576
/** A topic of ten thousand long posts has less. */
const MOST_BYTES = 256 * 1_048_576

export class Documents {
  private kept: readonly Read[] | null = null

  constructor(private readonly path: string) {}

  /** All, in the same order each time. */
  async *all(): AsyncGenerator<Read> {
    if (this.kept) {
      yield* this.kept
      return
    }
    let keeping: Read[] | null = []
    let sum = 0
    for await (const { name, bytes, content } of oneAhead(contents(this.path))) {
      const one = { name, found: Buffer.isBuffer(content) ? foundIn(content) : content }
      sum += bytes
      if (sum > MOST_KEPT) keeping = null
      keeping?.push(one)
      yield one
    }
    this.kept = keeping
  }
}

type Content = { readonly name: string; readonly bytes: number; readonly content: Buffer | Found }

/** What is in each, or what it is for all that is known without. */
async function* contents(path: string): AsyncGenerator<Content> {
  for await (const document of documentsIn(path)) {
    const { name, bytes } = document
    yield { name, bytes, content: await readIn(document) }
  }
}

/** What is no JSON by its name is something else. */
async function readIn(document: Document): Promise<Buffer | Found> {
  // Of two communities, perhaps: their numbers would be taken for each other's.
  if (/\.(zip|tar|tgz|t?[gx]z)$/i.test(document.name))
    return { kind: 'broken', why: 'archives in it: import each by itself' }
  if (!/\.json$/i.test(document.name)) return { kind: 'other' }
  try {
    return await contentOf(document, MOST_BYTES)
  } catch (error) {
    return brokenBy(error)
  }
}

function foundIn(content: Buffer): Found {
  try {
    return readDocument(content)
  } catch (error) {
    return brokenBy(error)
  }
}

const brokenBy = (error: unknown): Found => ({
  kind: 'broken',
  why: error instanceof Error ? error.message : String(error),
})
