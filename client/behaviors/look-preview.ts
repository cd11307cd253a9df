/** The form of the appearance: what it takes to show a look while it is chosen is loaded where that is done. */
import type { Behavior } from '../lib/behavior.ts'

export const lookPreview: Behavior = element => {
  if (!(element instanceof HTMLFormElement)) return
  import('../look/preview.ts').then(({ start }) => start(element)).catch(() => undefined)
}
