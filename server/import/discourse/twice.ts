/** Documents that are read twice: kept from the first reading when all of them together are few, else read again. */
import { type Read, readAll, readAtOnce } from './reading.ts'

/** Bytes of documents; what is kept of them is a third. */
const MOST_KEPT = 256 * 1_048_576

export class Documents {
  private kept: readonly Read[] | null = null
  private again = false

  constructor(private readonly path: string) {}

  /** All, in the same order each time. */
  async *all(): AsyncGenerator<Read> {
    if (this.kept) {
      yield* this.kept
      return
    }
    let keeping: Read[] | null = []
    let sum = 0
    // In the second reading all cores are busy with what came of the first.
    for await (const one of this.again ? readAll(this.path) : readAtOnce(this.path)) {
      sum += one.bytes
      if (sum > MOST_KEPT) keeping = null
      keeping?.push(one)
      yield one
    }
    this.kept = keeping
    this.again = true
  }
}
