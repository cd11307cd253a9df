/** A form for writing. What makes it live is large, so it is loaded where such a form is; without it the form is plain. */
import type { Behavior } from '../lib/behavior.ts'
import { busySubmit } from './busy-submit.ts'

export const composer: Behavior = element => {
  import('../composer/start.ts').then(({ start }) => start(element)).catch(() => busySubmit(element))
}
