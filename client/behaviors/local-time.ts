/** Writes a time again for the reader's clock; those that count back are kept true while the page is open. */
import type { Behavior } from '../lib/behavior.ts'
import { formatTime, type TimeStyle } from '../lib/format-time.ts'

const EVERY_MS = 60_000
const STYLES: readonly TimeStyle[] = ['date', 'datetime', 'relative']

let counting = false

export const localTime: Behavior = element => {
  writeTime(element)
  if (counting || element.dataset.style !== 'relative') return
  counting = true
  setInterval(() => {
    for (const one of document.querySelectorAll<HTMLElement>('time[data-style="relative"]')) writeTime(one)
  }, EVERY_MS)
}

/** On paper every time is whole, as nobody knows when it will be read. */
export function watchPaper(): void {
  const writeAll = (now: Date | null) => {
    for (const one of document.querySelectorAll<HTMLElement>('time[data-behavior~="local-time"]')) writeTime(one, now)
  }
  addEventListener('beforeprint', () => writeAll(null))
  addEventListener('afterprint', () => writeAll(new Date()))
}

/** Writes what the element's attributes say, as seen from now; or whole, if it is not known when it will be read. */
export function writeTime(element: HTMLElement, now: Date | null = new Date()): void {
  const at = new Date(element.getAttribute('datetime') ?? '')
  const style = STYLES.find(one => one === element.dataset.style)
  if (!style || Number.isNaN(at.getTime())) return
  const language = document.documentElement.lang
  element.textContent = formatTime(at, { language, style, ...(now && { now }) })
  element.title = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short' }).format(at)
}
