/** Documents that are read twice: kept from the first reading when all of them together are few, else read again. */
import { documentsIn } from '../documents.ts'
import { type Found, read } from './read.ts'

export type Read = { readonly name: string; readonly found: Found }

/** Bytes of documents; as objects they take three times that. */
const MOST_KEPT = 192 * 1_048_576

export class Documents {
  private kept: Read[] | null = null

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
      const one = { name: document.name, found: await read(document) }
      bytes += document.bytes
      if (bytes > MOST_KEPT) keeping = null
      keeping?.push(one)
      yield one
    }
    this.kept = keeping
  }
}
