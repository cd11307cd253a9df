/** The list under a search field (the combobox of the ARIA Authoring Practices: the focus stays in the text). */
import { say } from '../composer/words.ts'
import { icon, make } from '../lib/nodes.ts'
import { announce } from '../lib/say.ts'
import { type Begun, completeWith, operatorAt } from './operators.ts'
import { pathOf } from './path-of.ts'

type Part = { readonly text: string; readonly marked: boolean }
type Answer = {
  readonly threads: readonly { readonly title: readonly Part[]; readonly url: string }[]
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
  readonly detail: string
}

const CALM_MS = 150
const SHORTEST = 2

let lists = 0

export class Suggestions {
  readonly element: HTMLUListElement
  private readonly known = new Map<string, Promise<readonly Choice[]>>()
  private active = -1
  private asked = 0

  constructor(private readonly input: HTMLInputElement) {
    const id = `search-suggestions-${++lists}`
    const list = { id, role: 'listbox', class: 'suggestions', 'aria-label': say('find.label'), hidden: true }
    this.element = make('ul', list)
    // A search field may not be a combobox (ARIA in HTML), a text may.
    const box = {
      type: 'text',
      role: 'combobox',
      'aria-autocomplete': 'list',
      'aria-expanded': 'false',
      'aria-controls': id,
    }
    for (const [name, value] of Object.entries(box)) input.setAttribute(name, value)
    // The text keeps the focus: a press on the list must not take it.
    this.element.addEventListener('pointerdown', event => event.preventDefault())
    this.element.addEventListener('click', event => {
      const option = event.target instanceof Element ? event.target.closest<HTMLElement>('[role=option]') : null
      if (option) this.choose(option)
    })
  }

  get isOpen(): boolean {
    return !this.element.hidden
  }

  /**
   * Offers what goes with the text, a moment after it was typed, or with the operator at the caret; only the newest question
   * is worth an answer.
   */
  async offer(): Promise<void> {
    const mine = ++this.asked
    // What was marked belongs to what was typed before: Enter means the text now.
    this.mark(-1)
    await new Promise(resolve => setTimeout(resolve, CALM_MS))
    if (mine !== this.asked) return
    const choices = await this.find().catch((): readonly Choice[] => [])
    if (mine === this.asked) this.show(choices)
  }

  close(): void {
    this.asked++
    this.element.hidden = true
    this.mark(-1)
    this.element.replaceChildren()
    this.input.setAttribute('aria-expanded', 'false')
  }

  press(event: KeyboardEvent): void {
    const marked = this.options[this.active]
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (this.isOpen) this.move(event.key === 'ArrowDown' ? 1 : -1)
      else void this.offer()
    } else if (event.key === 'Enter' && marked) {
      event.preventDefault()
      this.choose(marked)
    } else if (event.key === 'Escape' && this.isOpen) {
      event.preventDefault()
      event.stopPropagation()
      this.close()
    }
  }

  private get options(): HTMLElement[] {
    return [...this.element.querySelectorAll<HTMLElement>('[role=option]')]
  }

  private choose({ dataset: { href, word = '' } }: HTMLElement): void {
    const begun = operatorAt(this.input)
    if (href) location.assign(href)
    // The caret may have gone to another one meanwhile.
    else if (begun && word.startsWith(`${begun.operator}:`)) completeWith(this.input, begun, word)
  }

  /** Beyond the ends nothing is marked, which is the text itself; then the other end. */
  private move(by: 1 | -1): void {
    const size = this.options.length + 1
    this.mark(((this.active + 1 + by + size) % size) - 1)
  }

  private mark(index: number): void {
    this.active = index
    const { options } = this
    for (const [place, option] of options.entries()) option.setAttribute('aria-selected', String(place === index))
    const marked = options[index]
    if (marked) this.input.setAttribute('aria-activedescendant', marked.id)
    else this.input.removeAttribute('aria-activedescendant')
    marked?.scrollIntoView({ block: 'nearest' })
  }

  private show(choices: readonly Choice[]): void {
    if (choices.length === 0) {
      this.close()
      return
    }
    const { id } = this.element
    this.element.replaceChildren(
      ...choices.map(({ href, word, sign, label, detail }, index) =>
        make(
          'li',
          {
            ...{ role: 'option', id: `${id}-${index}`, class: 'item', 'aria-selected': 'false' },
            ...{ 'data-href': href, 'data-word': word },
          },
          icon(sign),
          make('span', { class: 'grow' }, ...label.map(({ text, marked }) => (marked ? make('mark', {}, text) : text))),
          detail && make('span', { class: 'quiet s' }, detail),
        ),
      ),
    )
    this.element.hidden = false
    this.input.setAttribute('aria-expanded', 'true')
    this.mark(-1)
    announce(say('find.count', { count: choices.length }))
  }

  private async find(): Promise<readonly Choice[]> {
    const begun = operatorAt(this.input)
    // What is typed into one line is none of these names.
    if (begun) return this.once(`${begun.operator}\n${begun.q}`, () => askValues(begun))
    const typed = this.input.value.trim()
    return typed.length < SHORTEST ? [] : this.once(typed, () => ask(typed))
  }

  /** Asked once for each text. */
  private once(text: string, ask: () => Promise<readonly Choice[]>): Promise<readonly Choice[]> {
    const before = this.known.get(text)
    if (before) return before
    const asked = ask()
    this.known.set(text, asked)
    asked.catch(() => this.known.delete(text))
    return asked
  }
}

async function answerTo<T>(path: string, query: Readonly<Record<string, string>>): Promise<T> {
  const answer = await fetch(`/api/v1/search/${path}?${new URLSearchParams(query)}`)
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
  return answer.json()
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

async function askValues({ operator, q }: Begun): Promise<readonly Choice[]> {
  const { items } = await answerTo<Values>('completions', { operator, q })
  return items.map(({ value, label }) => {
    const word = `${operator}:${value}`
    return { word, sign: SIGNS[operator] ?? 'search', label: named(label), detail: word }
  })
}

async function ask(q: string): Promise<readonly Choice[]> {
  const { threads, members, categories, tags, found } = await answerTo<Answer>('suggestions', { q })
  return [
    ...threads.map(({ title, url }) => ({ href: pathOf(url), sign: 'messages-square', label: title, detail: '' })),
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
