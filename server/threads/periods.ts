/** Stretches of time, up to now, for which the threads that moved most people are told. */

const DAY_MS = 24 * 60 * 60 * 1000

/** How long each is; null for all that ever was. */
const LENGTHS = {
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 30 * DAY_MS,
  quarter: 91 * DAY_MS,
  year: 365 * DAY_MS,
  all: null,
} as const

export type Period = keyof typeof LENGTHS

export const PERIODS = ['day', 'week', 'month', 'quarter', 'year', 'all'] as const satisfies readonly Period[]

/** The one that is meant where none is named. */
export const USUAL_PERIOD: Period = 'week'

/** When it began; null for all that ever was. */
export function beginningOf(period: Period, now: Date): Date | null {
  const length = LENGTHS[period]
  return length === null ? null : new Date(now.getTime() - length)
}
