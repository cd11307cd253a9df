/** A list that is put into order by dragging; its buttons do the same without. */
import type { Behavior } from '../lib/behavior.ts'

export const reorder: Behavior = element => {
  import('../order/drag.ts').then(({ start }) => start(element)).catch(() => undefined)
}
