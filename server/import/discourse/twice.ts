/** Documents that are read twice: kept from the first reading when all of them together are few, else read again. */
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
    let bytes = 0
    for await (const document of documentsIn(this.path)) {
      const one = { name: document.name, found: await readIn(document) }
      bytes += document.bytes
      if (bytes > MOST_KEPT) keeping = null
      keeping?.push(one)
      yield one
    }
    this.kept = keeping
  }
}

/** What is no JSON by its name is something else. */
async function readIn(document: Document): Promise<Found> {
  // Of two communities, perhaps: their numbers would be taken for each other's.
  if (/\.(zip|tar|tgz|t?[gx]z)$/i.test(document.name))
    return { kind: 'broken', why: 'archives in it: import each by itself' }
  if (!/\.json$/i.test(document.name)) return { kind: 'other' }
  try {
    return readDocument(await contentOf(document, MOST_BYTES))
  } catch (error) {
    return { kind: 'broken', why: error instanceof Error ? error.message : String(error) }
  }
}
