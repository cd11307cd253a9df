/** Documents that are read twice: kept from the first reading when all of them together are few, else read again. */
import { contentOf, documentsIn } from '../documents.ts'
import { type Found, readDocument } from './read.ts'

export type Read = { readonly name: string; readonly found: Found }

/** As bytes, not as objects: those would take three times as much, and be looked through by every collection of garbage. */
const MOST_KEPT = 256 * 1_048_576
/** A topic of ten thousand long posts has less. */
const MOST_BYTES = 256 * 1_048_576

type Kept = { readonly name: string; readonly content: Buffer }

export class Documents {
  private kept: readonly Kept[] | null = null

  constructor(private readonly path: string) {}

  /** All, in the same order each time. */
  async *all(): AsyncGenerator<Read> {
    if (this.kept) {
      for (const { name, content } of this.kept) yield { name, found: readDocument(content) }
      return
    }
    let keeping: Kept[] | null = []
    let bytes = 0
    for await (const document of documentsIn(this.path)) {
      const { name } = document
      if (!/\.json$/i.test(name)) {
        yield { name, found: { kind: 'other' } }
        continue
      }
      const content = await contentOf(document, MOST_BYTES).catch((error: Error) => error)
      if (content instanceof Error) {
        yield { name, found: { kind: 'broken', why: content.message } }
        continue
      }
      bytes += content.length
      if (bytes > MOST_KEPT) keeping = null
      keeping?.push({ name, content })
      yield { name, found: readDocument(content) }
    }
    this.kept = keeping
  }
}
