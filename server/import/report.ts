/** What came of an import, for the table at its end. */
import type { Converted, LeftOut } from './records.ts'

export type Kind = 'members' | 'categories' | 'tags' | 'threads' | 'posts' | 'uploads'

type Count = { found: number; came: number }

/** So many broken documents are named; the others are counted. */
const MOST_NAMED = 20

export class Report {
  readonly counts = new Map<Kind, Count>()
  readonly mended = new Map<string, number>()
  readonly leftOut = new Map<string, number>()
  /** Names of documents that could not be read, and why. */
  readonly broken: { readonly name: string; readonly why: string }[] = []
  /** Whether it was asked to stop before its end. */
  stopped = false
  /** What the operator should do or know. */
  readonly notes: string[] = []

  found(kind: Kind, count: number): void {
    this.count(kind).found += count
  }

  came(kind: Kind, count: number): void {
    this.count(kind).came += count
  }

  mend(what: string, count = 1): void {
    this.mended.set(what, (this.mended.get(what) ?? 0) + count)
  }

  /** Counts what turning a text into ours changed. @returns the text */
  convert({ markdown, mended, lost }: Converted): string {
    for (const [what, count] of mended) this.mend(what, count)
    for (const [what, count] of lost) this.mend(`${what} (taken out)`, count)
    return markdown
  }

  leaveOut({ why, name }: LeftOut): void {
    this.leftOut.set(why, (this.leftOut.get(why) ?? 0) + 1)
    if (name !== undefined && this.broken.length < MOST_NAMED) this.broken.push({ name, why })
  }

  /** For `--json`: the same, as a script reads it. */
  toJSON() {
    return {
      counts: Object.fromEntries(this.counts),
      mended: Object.fromEntries(this.mended),
      leftOut: Object.fromEntries(this.leftOut),
      broken: this.broken,
      notes: this.notes,
      stopped: this.stopped,
    }
  }

  private count(kind: Kind): Count {
    const count = this.counts.get(kind) ?? { found: 0, came: 0 }
    this.counts.set(kind, count)
    return count
  }
}
