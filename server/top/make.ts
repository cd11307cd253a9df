/**
 * Works out which threads moved most people in each period. A page could not: it would have to read all that was written
 * in a year. Here it is read a part at a time, each along an index, and what is found stands in a small table
 * (docs/decisions/0075).
 */
import type { Ctx } from '../core/context.ts'
import type { Jobs, Schedule } from '../core/jobs.ts'
import { beginningOf, PERIODS, type Period } from '../threads/periods.ts'
import { activeSince, reactedSince } from './candidates.ts'
import { keep, type Made, madePeriods } from './kept.ts'
import { type Scored, scoresOf } from './scores.ts'

const MAKE = 'top.make'

/** Nobody reads further down. */
const MOST = 1000

const MINUTE_MS = 60 * 1000
const HOUR_MS = 60 * MINUTE_MS
/** How old each period's may get: what happens on one day changes little of a year. */
const OLDEST: Readonly<Record<Period, number>> = {
  day: 10 * MINUTE_MS,
  week: HOUR_MS,
  month: 6 * HOUR_MS,
  quarter: 24 * HOUR_MS,
  year: 24 * HOUR_MS,
  all: 24 * HOUR_MS,
}

/** The job: makes those that are due. A stop leaves the rest to the next time. */
async function makeDue(ctx: Ctx, _payload: unknown, signal: AbortSignal): Promise<void> {
  const made = await madePeriods(ctx)
  for (const period of PERIODS.filter(period => isDue(ctx, period, made.get(period)))) {
    if (!(await make(ctx, period, signal))) return
  }
}

/** Makes every period's, also those that were made a moment ago. */
export async function makeAll(ctx: Ctx): Promise<void> {
  for (const period of PERIODS) await make(ctx, period, new AbortController().signal)
}

/**
 * Those with few threads are due each time: that costs little, and who has just begun, or brought their community along, need
 * not wait a day for the best of the year.
 */
function isDue(ctx: Ctx, period: Period, made: Made | undefined): boolean {
  const oldest = made?.few ? OLDEST.day : OLDEST[period]
  // The schedule comes a little before or after its minute.
  return !made || made.madeAt.getTime() <= ctx.now().getTime() - oldest + MINUTE_MS
}

export const jobs: Jobs = { [MAKE]: makeDue }
export const schedules: readonly Schedule[] = [{ cron: '*/10 * * * *', job: MAKE }]

/**
 * Makes one period's, in as many short statements as there are parts. @returns whether it was done, and not stopped
 */
export async function make(ctx: Ctx, period: Period, signal: AbortSignal): Promise<boolean> {
  const since = beginningOf(period, ctx.now())
  const best = new Map<number, Scored>()
  for await (const ids of candidates(ctx, since)) {
    if (signal.aborted) return false
    for (const one of await scoresOf(ctx, ids, since)) best.set(one.threadId, one)
    if (best.size > 2 * MOST) cutTo(best)
  }
  cutTo(best)
  await keep(ctx, period, [...best.values()])
  return true
}

/** Threads in which anything may have happened since then, some at a time. */
async function* candidates(ctx: Ctx, since: Date | null): AsyncGenerator<readonly number[]> {
  yield* activeSince(ctx, since)
  // Of all that ever was, no thread is left out above.
  if (since) yield* reactedSince(ctx, since)
}

/** Forgets all but the best. */
function cutTo(best: Map<number, Scored>): void {
  const inOrder = [...best.values()].sort((a, b) => b.score - a.score || b.threadId - a.threadId)
  for (const { threadId } of inOrder.slice(MOST)) best.delete(threadId)
}
