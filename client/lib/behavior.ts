/** A behavior adds to an element that works without it. It is started once per element. */
export type Behavior = (element: HTMLElement) => void

const ASKING = '[data-behavior]:not([data-started])'

let known: Readonly<Record<string, Behavior>> = {}

/** Starts every behavior that elements of the page ask for with `data-behavior="one other"`. */
export function startBehaviors(behaviors: Readonly<Record<string, Behavior>>): void {
  known = behaviors
  startIn(document.documentElement)
}

/** Starts them on an element that came later, and on all below it. */
export function startIn(element: HTMLElement): void {
  const below = [...element.querySelectorAll<HTMLElement>(ASKING)]
  for (const asking of element.matches(ASKING) ? [element, ...below] : below) {
    asking.dataset.started = ''
    for (const name of asking.dataset.behavior?.split(' ') ?? []) known[name]?.(asking)
  }
}
