/** Sums of what goes by: for the manifest that is written, and for the one that is compared. */
import { createHash } from 'node:crypto'
import type { Sum } from './format.ts'

const LINE_END = 10

export class Tally {
  private readonly hash = createHash('sha256')
  private bytes = 0
  /** How many lines; in COPY's text each row is one. */
  rows = 0
  parts = 0

  add(chunk: Buffer): void {
    this.hash.update(chunk)
    this.bytes += chunk.length
    for (let at = chunk.indexOf(LINE_END); at >= 0; at = chunk.indexOf(LINE_END, at + 1)) this.rows++
  }

  /** Nothing may be added after this. */
  sum(): Sum {
    return { bytes: this.bytes, sha256: this.hash.digest('hex') }
  }
}

export function sumOf(content: Buffer): Sum {
  const tally = new Tally()
  tally.add(content)
  return tally.sum()
}
