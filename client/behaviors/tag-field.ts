/** A field for tags: chips with completion. Loaded where such a field is; without it, it is a line of words and commas. */
import type { Behavior } from '../lib/behavior.ts'

export const tagField: Behavior = element => {
  // What cannot be loaded is not missed: the plain field is whole.
  import('../tags/field.ts').then(({ TagField }) => new TagField(element)).catch(() => {})
}
