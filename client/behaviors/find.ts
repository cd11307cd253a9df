/** A search field. What suggests something under it is loaded when somebody comes to it; without it the form is plain. */
import type { Behavior } from '../lib/behavior.ts'

export const find: Behavior = element => {
  const load = () => {
    import('../search/start.ts').then(({ start }) => start(element)).catch(() => undefined)
  }
  element.addEventListener('focusin', load, { once: true })
  // The page may have come with the focus there.
  if (element.contains(document.activeElement)) load()
}
