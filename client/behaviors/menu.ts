/** A `details` menu that closes like a menu: Escape, a click elsewhere, focus leaving; arrows walk its items. */
import type { Behavior } from '../lib/behavior.ts'

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 }

export const menu: Behavior = element => {
  if (!(element instanceof HTMLDetailsElement)) return
  const details = element
  const items = () => [...details.querySelectorAll<HTMLElement>('.item')]

  details.addEventListener('keydown', event => {
    if (event.key === 'Escape' && details.open) {
      details.open = false
      details.querySelector('summary')?.focus()
      return
    }
    const step = STEPS[event.key]
    if (step === undefined) return
    event.preventDefault()
    details.open = true
    const all = items()
    const at = all.findIndex(item => item.matches(':focus'))
    all[at < 0 ? (step > 0 ? 0 : all.length - 1) : (at + step + all.length) % all.length]?.focus()
  })
  details.addEventListener('focusout', event => {
    if (event.relatedTarget instanceof Node && !details.contains(event.relatedTarget)) details.open = false
  })
  closeOnClicksElsewhere()
}

let listening = false

/** One listener for all menus of the page: those that are swapped for others leave none behind. */
function closeOnClicksElsewhere(): void {
  if (listening) return
  listening = true
  document.addEventListener('pointerdown', ({ target }) => {
    for (const open of document.querySelectorAll<HTMLDetailsElement>('details.menu[open]')) {
      if (target instanceof Node && !open.contains(target)) open.open = false
    }
  })
}
