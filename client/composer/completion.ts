/** Completes what one types after `@`, `:` and `#`. The list works by keyboard; Escape closes it and nothing else. */
import '@github/text-expander-element'
import { AskedOnce } from '../lib/ask-once.ts'
import { make } from '../lib/nodes.ts'
import type { ComposerForm } from './form.ts'
import { insert } from './insert.ts'
import { say } from './words.ts'

/** The element's own types cannot be read: it names its files without their endings. */
type Expander = HTMLElement & { dismiss(): void }

type Choice = {
  /** What takes the place of what was typed, sign included. */
  readonly text: string
  readonly label: string
  readonly detail: string
}

type Change = CustomEvent<{
  readonly key: string
  readonly text: string
  provide(result: Promise<{ matched: boolean; fragment?: HTMLElement }>): void
}>
type Value = CustomEvent<{ readonly item: HTMLElement; readonly key: string }>

const MOST = 8
const CALM_MS = 120
const LONGEST = 40
const MARGIN_PX = 8
/**
 * How much must be typed before something is offered. A line may begin with `#` for a heading, and in French a colon
 * stands alone: Enter after it means a new line.
 */
const SHORTEST: Readonly<Record<string, number>> = { '@': 0, '#': 1, ':': 2 }

export function startCompletion(form: ComposerForm): void {
  const expander = form.element.querySelector<Expander>('text-expander')
  if (!expander) return
  const thread = /^reply-(\d+)$/.exec(form.draft)?.[1] ?? null
  const find = (key: string, text: string): Promise<readonly Choice[]> => {
    if (key === ':') return emoji(text)
    return key === '#' ? names('tag', text, null) : people(text, thread)
  }
  let asked = 0

  expander.addEventListener('text-expander-change', event => {
    const { key, text, provide } = (event as Change).detail
    const mine = ++asked
    const answer = async () => {
      const enough = form.emojiAsked && key === ':' ? 0 : SHORTEST[key]
      if (text.length < (enough ?? 0) || text.length > LONGEST || /\s/.test(text)) return { matched: false }
      await calm()
      // Only the newest question is worth an answer.
      const choices = mine === asked ? await find(key, text).catch(() => []) : []
      if (mine !== asked || choices.length === 0) return { matched: false }
      return { matched: true, fragment: listOf(choices) }
    }
    provide(answer())
  })

  // The element would put the words in by itself, past the undo history and past all who listen.
  expander.addEventListener('text-expander-value', event => {
    event.preventDefault()
    const { item, key } = (event as Value).detail
    const { text } = form
    const to = text.selectionEnd
    const from = text.value.lastIndexOf(key, to - 1)
    form.emojiAsked = false
    expander.dismiss()
    insert(text, `${item.dataset.text ?? ''} `, { from, to })
    expander.dismiss()
  })
  // It would make the field a combobox, which a text of many lines is not (ARIA in HTML); what it points at is enough.
  expander.addEventListener('text-expander-activate', () =>
    queueMicrotask(() => {
      for (const name of ['role', 'aria-expanded']) form.text.removeAttribute(name)
      keepInSight(expander)
    }),
  )
  expander.setAttribute('keys', '@ : #')
}

/** The element puts its list under what is typed, also where the screen ends. */
function keepInSight(expander: HTMLElement): void {
  const list = expander.querySelector<HTMLElement>('.suggestions')
  const beyond = (list?.getBoundingClientRect().right ?? 0) - document.documentElement.clientWidth + MARGIN_PX
  if (list && beyond > 0) list.style.left = `calc(${list.style.left || '0px'} - ${beyond}px)`
}

const calm = () => new Promise(resolve => setTimeout(resolve, CALM_MS))

function listOf(choices: readonly Choice[]): HTMLElement {
  const items = choices.map(({ text, label, detail }, index) =>
    make(
      'li',
      { role: 'option', id: `suggestion-${index}`, class: 'item', 'data-text': text },
      make('b', {}, label),
      detail && make('span', { class: 'quiet' }, detail),
    ),
  )
  return make('ul', { role: 'listbox', class: 'suggestions', 'aria-label': say('complete.label') }, ...items)
}

async function people(text: string, thread: string | null): Promise<readonly Choice[]> {
  const [members, groups] = await Promise.all([names('member', text, thread), names('group', text, null)])
  return [...members, ...groups].slice(0, MOST)
}

type Kind = 'member' | 'group' | 'tag'

const known: Readonly<Record<Kind, AskedOnce<readonly Choice[]>>> = {
  member: new AskedOnce(query => ask('member', query)),
  group: new AskedOnce(query => ask('group', query)),
  tag: new AskedOnce(query => ask('tag', query)),
}

const names = (kind: Kind, q: string, thread: string | null): Promise<readonly Choice[]> =>
  known[kind].answerTo(`${new URLSearchParams({ kind, q, ...(thread && { thread }) })}`)

async function ask(kind: Kind, query: string): Promise<readonly Choice[]> {
  const answer = await fetch(`/api/v1/completions?${query}`, { headers: { accept: 'application/json' } })
  if (!answer.ok) throw new Error(`completions: ${answer.status}`)
  const { items }: { items: { name: string; label: string }[] } = await answer.json()
  const sign = kind === 'tag' ? '#' : '@'
  return items.map(({ name, label }) => ({
    text: `${sign}${name}`,
    label: kind === 'tag' ? `#${label}` : label,
    detail: kind === 'member' ? `@${name}` : kind === 'group' ? `@${name} · ${say('complete.group')}` : '',
  }))
}

async function emoji(text: string): Promise<readonly Choice[]> {
  const { findEmoji } = await import('./emoji.ts')
  return findEmoji(text, MOST).map(({ character, name }) => ({ text: character, label: character, detail: name }))
}
