/** When somebody wants to be reminded: chosen from a few, or a date and time on their own clock. */
import type { Ctx } from '../core/context.ts'
import { type FieldError, Invalid } from '../core/errors.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** What the form offers. Counted from now, so that they need no clock of the reader's; `keep` leaves what was chosen before. */
const AFTER = { hours: 3 * HOUR, day: DAY, week: 7 * DAY } as const
export const CHOICES = ['none', 'keep', 'hours', 'day', 'week', 'at'] as const
type Choice = (typeof CHOICES)[number]

const MOST_YEARS = 5

type Wish = {
  readonly remind?: Choice | undefined
  /** `2026-11-30T09:00`, as a browser's field for date and time writes it. */
  readonly at?: string | undefined
  /** The zone of that clock; UTC unless a script knows better. */
  readonly zone?: string | undefined
}

/**
 * The moment that a form asks for; null for none, undefined to leave it as it is. Whoever gave a date meant it, though
 * they forgot to choose it: without a script nothing chooses it for them.
 * @throws Invalid
 */
export function wishedFor(ctx: Ctx, { remind, at = '', zone = 'UTC' }: Wish): Date | null | undefined {
  if (remind === 'at' || at !== '') return checked(ctx, 'at', onClock(at, zone))
  switch (remind) {
    case undefined:
    case 'keep':
      return undefined
    case 'none':
      return null
    default:
      return new Date(ctx.now().getTime() + AFTER[remind])
  }
}

/** A moment to come, and not so far that nobody will be here. @throws Invalid naming `field` */
export function checked(ctx: Ctx, field: string, at: Date | null): Date {
  const latest = new Date(ctx.now())
  latest.setUTCFullYear(latest.getUTCFullYear() + MOST_YEARS)
  const wrong = (key: FieldError['key']) => new Invalid({ [field]: { key, values: { years: MOST_YEARS } } })
  if (at === null) throw wrong('bookmark.error.at')
  if (at <= ctx.now()) throw wrong('bookmark.error.past')
  if (at > latest) throw wrong('bookmark.error.far')
  return at
}

const WALL_CLOCK = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?$/

/** A wall-clock time as a moment; null for a time or a zone that does not exist. */
export function onClock(text: string, zone: string): Date | null {
  const asUtc = WALL_CLOCK.test(text) ? Date.parse(`${text}Z`) : Number.NaN
  const format = clockOf(zone)
  if (Number.isNaN(asUtc) || !format) return null
  // The zone's distance at that very moment is asked for twice: the first guess may lie beyond a change of clocks.
  const guess = asUtc - offset(format, asUtc)
  return new Date(asUtc - offset(format, guess))
}

/** How far a zone's clock is ahead of UTC at a moment, in milliseconds. */
function offset(format: Intl.DateTimeFormat, at: number): number {
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = (
    ['year', 'month', 'day', 'hour', 'minute', 'second'] as const
  ).map(type => parts.get(type))
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000
}

/** A clock of a zone of the IANA's names; null for a name that is none. */
function clockOf(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch {
    return null
  }
}
