/** Changes the page without moving what its reader looks at: where they write, or else what stands at the top. */
const PIECES = 'ol.thread > li, ol.ledger > li'

export function still(change: () => void): void {
  const anchor = focused() ?? firstInSight()
  const before = anchor?.getBoundingClientRect().top ?? 0
  // Some browsers would do the same a moment later, and it would be done twice.
  const { style } = document.documentElement
  style.setProperty('overflow-anchor', 'none')
  change()
  const moved = anchor?.isConnected ? anchor.getBoundingClientRect().top - before : 0
  if (Math.abs(moved) >= 1) window.scrollBy({ top: moved, behavior: 'instant' })
  requestAnimationFrame(() => style.removeProperty('overflow-anchor'))
}

function focused(): Element | null {
  const { activeElement } = document
  return activeElement?.matches('main *') && isInSight(activeElement) ? activeElement : null
}

const firstInSight = (): Element | undefined => [...document.querySelectorAll(PIECES)].find(isInSight)

function isInSight(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect()
  return bottom > 0 && top < innerHeight
}
