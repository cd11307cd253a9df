/** A behavior adds to an element that works without it. It is started once per element. */
export type Behavior = (element: HTMLElement) => void

/** Starts every behavior that elements below `root` ask for with `data-behavior="one other"`. */
export function startBehaviors(behaviors: Readonly<Record<string, Behavior>>, root: ParentNode = document): void {
  for (const element of root.querySelectorAll<HTMLElement>('[data-behavior]:not([data-started])')) {
    element.dataset.started = ''
    for (const name of element.dataset.behavior?.split(' ') ?? []) behaviors[name]?.(element)
  }
}
