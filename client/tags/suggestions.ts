/** The list under a field for tags (the combobox of the ARIA Authoring Practices: focus stays in the text). */
import { say } from '../composer/words.ts'
import { make } from '../lib/nodes.ts'
import { isSame } from './names.ts'

type Tag = {
  readonly slug: string
  readonly name: string
  readonly threadCount: number
  readonly synonyms: readonly { readonly name: string }[]
}

type Choice = { readonly name: string; readonly detail: string }

const MOST = 8
const CALM_MS = 120

type Parts = {
  readonly input: HTMLInputElement
  /** Whether names that are no tags yet may be offered. */
  readonly mayCreate: boolean
  /** Names that are not offered any more. */
  chosen(): readonly string[]
  choose(name: string): void
}

let lists = 0

export class Suggestions {
  readonly element: HTMLUListElement
  private readonly known = new Map<string, Promise<readonly Tag[]>>()
  private active = -1
  private asked = 0

  constructor(private readonly parts: Parts) {
    const id = `tag-suggestions-${++lists}`
    this.element = make('ul', {
      id,
      role: 'listbox',
      class: 'suggestions',
      'aria-label': say('complete.label'),
      hidden: true,
    })
    // The text keeps the focus: a press on the list must not take it.
    this.element.addEventListener('pointerdown', event => event.preventDefault())
    this.element.addEventListener('click', event => {
      const option = event.target instanceof Element ? event.target.closest<HTMLElement>('[role=option]') : null
      if (option?.dataset.name) this.parts.choose(option.dataset.name)
    })
  }

  get isOpen(): boolean {
    return !this.element.hidden
  }

  /** The name that is marked in the list, if one is. */
  get marked(): string | undefined {
    return this.options[this.active]?.dataset.name
  }

  private get options(): HTMLElement[] {
    return [...this.element.querySelectorAll<HTMLElement>('[role=option]')]
  }

  /** Offers what goes with the text, a moment after it was typed; only the newest question is worth an answer. */
  async offer(text: string, at: 'once' | 'soon' = 'soon'): Promise<void> {
    const mine = ++this.asked
    if (at === 'soon') await new Promise(resolve => setTimeout(resolve, CALM_MS))
    if (mine !== this.asked) return
    const tags = await this.find(text).catch((): readonly Tag[] => [])
    if (mine === this.asked) this.show(this.choices(text, tags))
  }

  close(): void {
    this.asked++
    this.element.hidden = true
    this.element.replaceChildren()
    this.mark(-1)
    this.parts.input.setAttribute('aria-expanded', 'false')
  }

  /** Marks the next choice, or the one before; beyond the ends nothing is marked, then the other end. */
  move(by: 1 | -1): void {
    const size = this.options.length + 1
    this.mark(((this.active + 1 + by + size) % size) - 1)
  }

  private mark(index: number): void {
    this.active = index
    const { options } = this
    for (const [place, option] of options.entries()) option.setAttribute('aria-selected', String(place === index))
    const marked = options[index]
    if (marked) this.parts.input.setAttribute('aria-activedescendant', marked.id)
    else this.parts.input.removeAttribute('aria-activedescendant')
    marked?.scrollIntoView({ block: 'nearest' })
  }

  private show(choices: readonly Choice[]): void {
    if (choices.length === 0) {
      this.close()
      return
    }
    const { id } = this.element
    this.element.replaceChildren(
      ...choices.map(({ name, detail }, index) =>
        make(
          'li',
          { role: 'option', id: `${id}-${index}`, class: 'item', 'aria-selected': 'false', 'data-name': name },
          make('b', { class: 'tag' }, name),
          detail && make('span', { class: 'quiet' }, detail),
        ),
      ),
    )
    this.element.hidden = false
    this.parts.input.setAttribute('aria-expanded', 'true')
    this.mark(-1)
  }

  private choices(text: string, tags: readonly Tag[]): Choice[] {
    const chosen = this.parts.chosen()
    const offered = tags
      .filter(tag => !chosen.some(name => isSame(name, tag.name)))
      .map(({ name, threadCount }) => ({ name, detail: say('tags.threads', { count: threadCount }) }))
    const means = (tag: Tag): boolean => [tag, ...tag.synonyms].some(({ name }) => isSame(name, text))
    const isNew = text !== '' && !tags.some(means) && !chosen.some(name => isSame(name, text))
    return isNew && this.parts.mayCreate ? [...offered, { name: text, detail: say('tags.new') }] : offered
  }

  /** Asked once for each beginning. */
  private find(text: string): Promise<readonly Tag[]> {
    const before = this.known.get(text)
    if (before) return before
    const asked = ask(text)
    this.known.set(text, asked)
    asked.catch(() => this.known.delete(text))
    return asked
  }
}

async function ask(q: string): Promise<readonly Tag[]> {
  const answer = await fetch(`/api/v1/tags?${new URLSearchParams({ q, limit: String(MOST) })}`)
  if (!answer.ok) throw new Error(`tags: ${answer.status}`)
  const { items }: { items: Tag[] } = await answer.json()
  return items
}
