/**
 * What a feature keeps beside threads, posts and members, as an export takes it along and an import brings it back: rows,
 * in which ids are other ids where they come in.
 */
import type { Ctx } from './context.ts'

export type KeptRow = Readonly<Record<string, unknown>>

/** What an id names. */
export const NAMED = ['thread', 'post', 'member'] as const
export type Named = (typeof NAMED)[number]

/** One sort of rows. */
export type Keeping = {
  /** Which parts of a row are ids, and of what; null in a row names nobody. */
  readonly ids: Readonly<Record<string, Named>>
  /** Hands over all rows, some at a time. In a transaction that only reads. */
  read(ctx: Ctx, take: (rows: readonly KeptRow[]) => Promise<void>): Promise<void>
  /** Puts rows in, with the ids that are here; what is here already stays. In a transaction. */
  write(ctx: Ctx, rows: readonly KeptRow[]): Promise<void>
}

/** Sorts by name: `polls.ballots`. */
export type Keepings = ReadonlyMap<string, Keeping>

/**
 * Hands over all rows, some at a time.
 * @param first what comes before all of them
 * @param next reads the rows after one, in order; none at the end
 */
export async function takeAll<After, Row extends KeptRow & After>(
  take: (rows: readonly KeptRow[]) => Promise<void>,
  first: After,
  next: (after: After) => Promise<readonly Row[]>,
): Promise<void> {
  for (let rows = await next(first); ; ) {
    const last = rows.at(-1)
    if (!last) return
    await take(rows)
    rows = await next(last)
  }
}
