/** After a refused form, the summary of what is wrong is where reading goes on. */
import type { Behavior } from '../lib/behavior.ts'

export const focusFirst: Behavior = element => {
  element.focus({ preventScroll: true })
  element.scrollIntoView({ block: 'nearest' })
}
