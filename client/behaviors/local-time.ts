/** Writes a time again for the reader's clock; one that counts back is kept true while the page is open. */
import type { Behavior } from '../lib/behavior.ts'
import { formatTime, type TimeStyle } from '../lib/format-time.ts'

const EVERY_MS = 60_000
const STYLES: readonly TimeStyle[] = ['date', 'datetime', 'relative']

const counting = new Set<() => void>()

export const localTime: Behavior = element => {
  const at = new Date(element.getAttribute('datetime') ?? '')
  const style = STYLES.find(one => one === element.dataset.style)
  if (!style || Number.isNaN(at.getTime())) return
  const language = document.documentElement.lang
  const write = () => {
    element.textContent = formatTime(at, { language, style, now: new Date() })
  }
  write()
  element.title = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short' }).format(at)
  if (style !== 'relative') return
  if (counting.size === 0) {
    setInterval(() => {
      for (const again of counting) again()
    }, EVERY_MS)
  }
  counting.add(write)
}
