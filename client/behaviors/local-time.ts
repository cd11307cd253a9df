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

/** Writes what the element's attributes say. */
export function writeTime(element: HTMLElement): void {
  const at = new Date(element.getAttribute('datetime') ?? '')
  const style = STYLES.find(one => one === element.dataset.style)
  if (!style || Number.isNaN(at.getTime())) return
  const language = document.documentElement.lang
  element.textContent = formatTime(at, { language, style, now: new Date() })
  element.title = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short' }).format(at)
}
