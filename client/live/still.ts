/** Changes the page without moving what its reader looks at, where they write or what stands at the top, nor their focus. */
import { sameIn } from '../behaviors/swap.ts'

const PIECES = 'ol.thread > li, ol.ledger > li'

export function still(change: () => void): void {
  const held = focused()
  const around = namedAround(held)
  const anchor = (held && isInSight(held) ? held : null) ?? firstInSight()
  const before = anchor?.getBoundingClientRect().top ?? 0
  // Some browsers would do the same a moment later, and it would be done twice.
  const { style } = document.documentElement
  style.setProperty('overflow-anchor', 'none')
  change()
  if (held && document.activeElement !== held) refocus(held, around)
  const moved = anchor?.isConnected ? anchor.getBoundingClientRect().top - before : 0
  if (Math.abs(moved) >= 1) window.scrollBy({ top: moved, behavior: 'instant' })
  requestAnimationFrame(() => style.removeProperty('overflow-anchor'))
}

function focused(): HTMLElement | null {
  const { activeElement } = document
  return activeElement instanceof HTMLElement && activeElement.matches('main *') ? activeElement : null
}

/** An element that is moved loses the focus; one that has gone leaves it to what is most like it nearby. */
function refocus(held: HTMLElement, around: readonly string[]): void {
  const place = around.flatMap(id => document.getElementById(id) ?? [])[0]
  const next = held.isConnected ? held : place && sameIn(place, held)
  next?.focus({ preventScroll: true })
}

/** Ids of the elements around one, from within. */
function namedAround(element: Element | null): string[] {
  const around = element?.parentElement?.closest('[id]')
  return around ? [around.id, ...namedAround(around)] : []
}

const firstInSight = (): Element | undefined => [...document.querySelectorAll(PIECES)].find(isInSight)

function isInSight(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect()
  return bottom > 0 && top < innerHeight
}
