/** What a search asks for, of what was typed and what was chosen beside it; and the address that asks for the same. */
import type { Kinds } from '../core/kinds.ts'
import { SORTS, type Sort } from './engine.ts'
import { MOST_TAGS, parseQuery, type Typed } from './query.ts'

/** As it comes in addresses; what is empty was not chosen. */
export type Given = {
  readonly q?: string | undefined
  readonly in?: string | undefined
  readonly by?: string | undefined
  /** Several with commas between them. */
  readonly tag?: string | undefined
  /** `question`, or `question:answered`. */
  readonly kind?: string | undefined
  readonly thread?: string | undefined
  readonly from?: string | undefined
  readonly before?: string | undefined
  readonly unread?: string | undefined
  readonly sort?: string | undefined
  readonly per?: string | undefined
  readonly page?: number | undefined
}

/** What narrows a search, as it was given: not yet whether there is such a category, member or tag. */
export type Narrowing = {
  readonly in: string
  readonly by: string
  readonly tags: readonly string[]
  readonly kind: string
  readonly thread: string
  readonly from: string
  readonly before: string
  readonly unread: boolean | null
}

export type Wanted = Narrowing & {
  readonly typed: Typed
  readonly sort: Sort
  readonly per: 'thread' | 'post'
  /** From 1 on. */
  readonly page: number
}

const NOTHING: Narrowing = {
  in: '',
  by: '',
  tags: [],
  kind: '',
  thread: '',
  from: '',
  before: '',
  unread: null,
}

/** An operator that was typed says more than what was chosen before. */
export function wantedOf(given: Given, kinds: Kinds): Wanted {
  const typed = parseQuery(given.q ?? '', statesOf(kinds))
  const { tags, ...operators } = typed.operators
  const chosen = {
    in: given.in?.trim() ?? '',
    by: given.by?.trim().replace(/^@/, '') ?? '',
    kind: given.kind ?? '',
    thread: given.thread ?? '',
    from: given.from?.trim() ?? '',
    before: given.before?.trim() ?? '',
    unread: given.unread === 'yes' ? true : given.unread === 'no' ? false : null,
  }
  return {
    ...chosen,
    ...operators,
    tags: [...new Set([...tags, ...split(given.tag ?? '')])].slice(0, MOST_TAGS),
    typed,
    sort: SORTS.find(one => one === given.sort) ?? (hasWords(typed) ? 'best' : 'newest'),
    per: given.per === 'post' ? 'post' : 'thread',
    page: given.page ?? 1,
  }
}

const split = (tags: string): string[] =>
  tags
    .split(',')
    .map(tag => tag.trim().replace(/^#/, ''))
    .filter(Boolean)

const hasWords = ({ words, phrases }: Typed): boolean => words.length + phrases.length > 0

export const isNarrowed = (wanted: Narrowing): boolean => {
  const { tags, unread, ...texts } = wanted
  return tags.length > 0 || unread !== null || NARROWING_TEXTS.some(name => texts[name] !== '')
}

const NARROWING_TEXTS = ['in', 'by', 'kind', 'thread', 'from', 'before'] as const

/** Whether there is anything to look for: words, or something that narrows all that there is. */
export const asksSomething = (wanted: Wanted): boolean => hasWords(wanted.typed) || isNarrowed(wanted)

/** The same search without anything that narrows it. */
export const widened = (wanted: Wanted): Wanted => ({ ...wanted, ...NOTHING, page: 1 })

/** The names and values under which a form or an address asks for it; what goes without saying is not among them. */
export function fieldsOf({ typed, tags, sort, per, page, unread, ...wanted }: Wanted): [string, string][] {
  const fields: [string, string][] = [
    ['q', typed.rest],
    ...NARROWING_TEXTS.map((name): [string, string] => [name, wanted[name]]),
    ['tag', tags.join(',')],
    ['unread', unread === null ? '' : unread ? 'yes' : 'no'],
    ['sort', sort === (hasWords(typed) ? 'best' : 'newest') ? '' : sort],
    ['per', per === 'thread' ? '' : per],
    ['page', page === 1 ? '' : String(page)],
  ]
  return fields.filter(([, value]) => value !== '')
}

export function addressOf(wanted: Wanted): string {
  const query = new URLSearchParams(fieldsOf(wanted))
  return query.size > 0 ? `/search?${query}` : '/search'
}

/** What may follow `is:` for the kinds that there are: their names and those of their states, as programs and people say them. */
export function statesOf(kinds: Kinds): ReadonlyMap<string, string> {
  const states = new Map<string, string>()
  const add = (word: string, means: string) => {
    const one = word.toLowerCase().replaceAll(/\s+/g, '-')
    if (!states.has(one)) states.set(one, means)
  }
  for (const [kind, { statuses, name }] of kinds) {
    for (const word of [kind, ...Object.values(name)]) add(word, kind)
    for (const [status, about] of Object.entries(statuses)) {
      for (const word of [status, ...Object.values(about.name)]) add(word, `${kind}:${status}`)
    }
  }
  return states
}
