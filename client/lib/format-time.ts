/**
 * How times are written, in one place for both sides: the server writes UTC into the page (which is the same for all its
 * readers), and the browser writes it again for the reader's own clock.
 */
export type TimeStyle = 'date' | 'datetime' | 'relative'

/** British dates for English readers: "21 Sept 2026, 08:14". */
const tagOf = (language: string): string => (language === 'en' ? 'en-GB' : language)

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/**
 * A time as text. `relative` counts back from `now` for a week and is a date before that; without `now` (the page does
 * not know when it will be read) it is a date at once.
 */
export function formatTime(
  at: Date,
  { language, style, zone, now }: { language: string; style: TimeStyle; zone?: string; now?: Date },
): string {
  if (style === 'relative' && now) {
    const past = now.getTime() - at.getTime()
    if (past < 7 * DAY) return ago(Math.max(past, 0), language)
  }
  const sameYear = now !== undefined && now.getFullYear() === at.getFullYear()
  const parts = dateFormat(language, style === 'datetime', sameYear, zone).formatToParts(at)
  // French writes 18 h 30 with no-break spaces.
  const colon = language === 'fr' ? '\u00a0h\u00a0' : ':'
  return parts.map(({ type, value }) => (type === 'literal' && value === ':' ? colon : value)).join('')
}

/** From when to when, as briefly as it can be said: months where they are more than one apart, else days. In UTC. */
export function formatSpan(from: Date, to: Date, language: string): string {
  const long = to.getTime() - from.getTime() > 45 * DAY
  const key = `${language} span ${long}`
  const format =
    formats.get(key) ??
    new Intl.DateTimeFormat(tagOf(language), {
      year: 'numeric',
      month: 'long',
      ...(!long && { day: 'numeric' }),
      timeZone: 'UTC',
    })
  formats.set(key, format)
  return format.formatRange(from, to)
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Kept, because making one costs a hundred times what using it does. */
function dateFormat(
  language: string,
  timed: boolean,
  sameYear: boolean,
  zone: string | undefined,
): Intl.DateTimeFormat {
  const key = `${language} ${timed} ${sameYear} ${zone}`
  let format = formats.get(key)
  if (!format) {
    format = new Intl.DateTimeFormat(tagOf(language), {
      day: 'numeric',
      month: 'short',
      ...(sameYear ? {} : { year: 'numeric' }),
      ...(timed && { hour: '2-digit', minute: '2-digit' }),
      ...(zone !== undefined && { timeZone: zone }),
    })
    formats.set(key, format)
  }
  return format
}

function ago(milliseconds: number, language: string): string {
  const format = new Intl.RelativeTimeFormat(tagOf(language), { numeric: 'auto', style: 'short' })
  if (milliseconds < MINUTE) return format.format(0, 'second')
  if (milliseconds < HOUR) return format.format(-Math.floor(milliseconds / MINUTE), 'minute')
  if (milliseconds < DAY) return format.format(-Math.floor(milliseconds / HOUR), 'hour')
  return format.format(-Math.floor(milliseconds / DAY), 'day')
}
