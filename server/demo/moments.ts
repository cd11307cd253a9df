/** When something happens in the demo: written as a distance from the day on which it is set up, so that it never gets old. */

export const MINUTE_MS = 60_000
const HOUR = 60
const DAY = 24 * HOUR

/** In minutes. `ago` from the moment of the set-up, or so many days before its midnight (UTC) and then the time of that day. */
export type Began = { readonly ago: number } | { readonly days: number; readonly time: number }

const SPAN = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?$/
const ON_A_DAY = /^(\d+)d (\d\d):(\d\d)$/

/** Minutes of `2d`, `3h20m`, `15m`; null for anything else. */
export function minutesOf(text: string): number | null {
  const found = SPAN.exec(text)
  if (!found || text === '') return null
  const [days = 0, hours = 0, minutes = 0] = found.slice(1).map(part => Number(part ?? 0))
  return days * DAY + hours * HOUR + minutes
}

/** `83d 21:40` is that time, 83 days before; `5h` is that long ago. Null for anything else. */
export function beganOf(text: string): Began | null {
  const onDay = ON_A_DAY.exec(text)
  if (onDay) {
    const [days = 0, hours = 0, minutes = 0] = onDay.slice(1).map(Number)
    return days > 0 && hours < 24 && minutes < 60 ? { days, time: hours * HOUR + minutes } : null
  }
  const ago = minutesOf(text)
  return ago === null ? null : { ago }
}

/** How many minutes after its beginning something may still happen, whatever the time of the set-up. */
export const room = (began: Began): number => ('ago' in began ? began.ago : began.days * DAY - began.time)

/** The moment itself. */
export function momentOf(began: Began, now: Date): Date {
  if ('ago' in began) return new Date(now.getTime() - began.ago * MINUTE_MS)
  const midnight = now.getTime() - (now.getTime() % (DAY * MINUTE_MS))
  return new Date(midnight - (began.days * DAY - began.time) * MINUTE_MS)
}
