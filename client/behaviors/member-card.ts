/**
 * Beside a member's name, who they are at a glance: after resting on it with a mouse, or with the keyboard's focus. The
 * name is a link first, so a tap goes where it leads. The card stays while pointer or focus are on it, and Escape closes
 * it (WCAG 1.4.13).
 */
import type { Card } from '../members/card.ts'

const NAMES = 'a.who, a.mention, a.face'
const REST_MS = 400
/** Time to cross from the name to its card. */
const LEAVE_MS = 250

let shown: Card | null = null
let wanted: HTMLAnchorElement | null = null
let timer: ReturnType<typeof setTimeout> | undefined

/** Watches all names of the page, those that come later too. */
export function watchNames(): void {
  document.addEventListener('pointerover', event => {
    if (event.pointerType === 'mouse') meet(event.target)
  })
  document.addEventListener('focusin', event => {
    const { target } = event
    if (target instanceof Element && (target.matches(':focus-visible') || isInside(target))) meet(target)
  })
  document.addEventListener('keydown', event => {
    if (event.key === 'Tab' && shown) shown.passFocus(event, close)
    if (event.key !== 'Escape' || !(shown || wanted)) return
    shown?.giveFocusBack()
    close()
  })
  // The card stands where the name was.
  document.addEventListener('scroll', event => shown && !isInside(event.target) && close(), {
    capture: true,
    passive: true,
  })
}

function meet(target: EventTarget | null): void {
  const name = target instanceof Element ? target.closest<HTMLAnchorElement>(NAMES) : null
  if (isInside(target) || (name && name === shown?.name)) {
    clearTimeout(timer)
    return
  }
  if (name && name === wanted) return
  clearTimeout(timer)
  wanted = name?.pathname.startsWith('/m/') ? name : null
  if (wanted) timer = setTimeout(() => void open(), REST_MS)
  else if (shown) timer = setTimeout(() => shown?.isHeld || close(), LEAVE_MS)
}

async function open(): Promise<void> {
  const name = wanted
  if (!name) return
  const { makeCard } = await import('../members/card.ts')
  const card = await makeCard(name)
  if (!card || name !== wanted || !name.isConnected) return
  close()
  shown = card
  card.show()
}

function close(): void {
  clearTimeout(timer)
  shown?.remove()
  shown = null
  wanted = null
}

const isInside = (target: EventTarget | null): boolean =>
  target instanceof Node && shown !== null && shown.element.contains(target)
