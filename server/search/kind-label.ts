import type { Locale } from '../core/i18n.ts'
import type { Kinds } from '../core/kinds.ts'

type Spoken = { readonly kinds: Kinds; readonly locale: Locale }

/** What people call a kind of threads, with its state if one is named: `question:answered`. What nobody brings is said as it was typed. */
export function kindLabel({ kinds, locale }: Spoken, kind: string): string {
  const [name = '', status = ''] = kind.split(':')
  const known = kinds.get(name)
  const state = known?.statuses[status]
  return known ? [known.name, ...(state ? [state.name] : [])].map(words => words[locale]).join(', ') : kind
}
