/** What a search field offers while one types. */
import { say } from '../composer/words.ts'
import { AskedOnce } from '../lib/ask-once.ts'
import { Listbox } from '../lib/listbox.ts'
import { icon, make } from '../lib/nodes.ts'
import { announce } from '../lib/say.ts'
import { completeWith, operatorAt } from './operators.ts'
import { pathOf } from './path-of.ts'

type Part = { readonly text: string; readonly marked: boolean }
type Answer = {
  readonly threads: readonly {
    readonly title: readonly Part[]
    readonly snippet: readonly Part[]
    readonly url: string
  }[]
  readonly members: readonly { readonly name: string; readonly displayName: string }[]
  readonly categories: readonly { readonly slug: string; readonly name: string }[]
  readonly tags: readonly { readonly slug: string; readonly name: string }[]
  readonly found: readonly {
    readonly label: string
    readonly icon: string
    readonly items: readonly { readonly title: readonly Part[]; readonly detail: string | null; readonly url: string }[]
  }[]
}

type Choice = {
  /** Where it leads; or else the word that it makes of the operator that is being typed. */
  readonly href?: string
  readonly word?: string
  readonly sign: string
  readonly label: readonly Part[]
  /** What was found, where the label does not show it. */
  readonly reason?: readonly Part[]
  readonly detail: string
}

const SHORTEST = 2

/** The list under a search field: what may be meant, or values of the operator at the caret. */
export function suggestionsFor(input: HTMLInputElement): Listbox<Choice> {
  const meant = new AskedOnce(ask)
  const values = new AskedOnce(askValues)
  return new Listbox<Choice>({
    input,
    label: say('find.label'),
    find: async () => {
      const begun = operatorAt(input)
      if (begun) return values.answerTo(`${begun.operator}:${begun.q}`)
      const typed = input.value.trim()
      return typed.length < SHORTEST ? [] : meant.answerTo(typed)
    },
    row: ({ sign, label, reason = [], detail }) => [
      icon(sign),
      make(
        'span',
        { class: 'grow' },
        ...nodesOf(label),
        reason.length > 0 && make('span', { class: 'reason s soft-ink' }, ...nodesOf(reason)),
      ),
      detail && make('span', { class: 'quiet s' }, detail),
    ],
    choose: choice => choose(input, choice),
    shown: count => announce(say('find.count', { count })),
  })
}

function choose(input: HTMLInputElement, { href, word = '' }: Choice): void {
  const begun = operatorAt(input)
  if (href) location.assign(href)
  // The caret may have gone to another one meanwhile.
  else if (begun && word.startsWith(`${begun.operator}:`)) completeWith(input, begun, word)
}

async function answerTo<T>(path: string, query: Readonly<Record<string, string>>): Promise<T> {
  const answer = await fetch(`/api/v1/search/${path}?${new URLSearchParams(query)}`)
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
  return answer.json()
}

const nodesOf = (parts: readonly Part[]) => parts.map(({ text, marked }) => (marked ? make('mark', {}, text) : text))

/** Of one line, as much before what was found as leaves room for it and what follows. */
const LEAD = 24

/** What of the post was found, when its thread's title has nothing of it. */
function reasonFor(title: readonly Part[], snippet: readonly Part[]): readonly Part[] {
  const first = snippet.findIndex(({ marked }) => marked)
  if (first < 0 || title.some(({ marked }) => marked)) return []
  const before = snippet
    .slice(0, first)
    .map(({ text }) => text)
    .join('')
  const lead = before.length > LEAD ? `…${before.slice(-LEAD).replace(/^\S*\s/, '')}` : before
  return [{ text: lead, marked: false }, ...snippet.slice(first)]
}

const named = (name: string): Part[] => [{ text: name, marked: false }]

const SIGNS: Readonly<Record<string, string>> = {
  in: 'layout-list',
  by: 'user',
  tag: 'hash',
  is: 'circle-help',
  after: 'calendar-days',
  before: 'calendar-days',
}

type Values = { readonly items: readonly { readonly value: string; readonly label: string }[] }

/** @param begun an operator and what is typed of its value: `in:la` */
async function askValues(begun: string): Promise<readonly Choice[]> {
  const operator = begun.slice(0, begun.indexOf(':'))
  const q = begun.slice(operator.length + 1)
  const { items } = await answerTo<Values>('completions', { operator, q })
  return items.map(({ value, label }) => {
    const word = `${operator}:${value}`
    return { word, sign: SIGNS[operator] ?? 'search', label: named(label), detail: word }
  })
}

async function ask(q: string): Promise<readonly Choice[]> {
  const { threads, members, categories, tags, found } = await answerTo<Answer>('suggestions', { q })
  return [
    ...threads.map(({ title, snippet, url }) => {
      return {
        href: pathOf(url),
        sign: 'messages-square',
        label: title,
        reason: reasonFor(title, snippet),
        detail: '',
      }
    }),
    ...categories.map(({ slug, name }) => {
      return { href: `/c/${slug}`, sign: 'layout-list', label: named(name), detail: say('find.category') }
    }),
    ...tags.map(({ slug, name }) => {
      return { href: `/tags/${encodeURIComponent(slug)}`, sign: 'hash', label: named(name), detail: say('find.tag') }
    }),
    ...members.map(({ name, displayName }) => {
      return {
        href: `/m/${encodeURIComponent(name)}`,
        sign: 'user',
        label: named(displayName),
        detail: say('find.member'),
      }
    }),
    ...found.flatMap(({ label, icon, items }) =>
      items.map(({ title, detail, url }) => {
        const told = detail === null ? label : `${detail} · ${label}`
        return { href: pathOf(url), sign: icon, label: title, detail: told }
      }),
    ),
  ]
}
