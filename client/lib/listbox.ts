/** The list under a text from which one chooses (the combobox of the ARIA Authoring Practices: the focus stays in the text). */
import { type Child, make } from './nodes.ts'

type Parts<Choice> = {
  /** It becomes a combobox. */
  readonly input: HTMLInputElement
  readonly label: string
  /** What goes with the text as it is now. */
  find(): Promise<readonly Choice[]>
  /** What a choice shows. */
  row(choice: Choice): readonly Child[]
  choose(choice: Choice): void
  /** Hears how many are there, each time that some are. */
  shown?(count: number): void
}

/** After the last letter, before anything is asked. */
const CALM_MS = 150

let lists = 0

export class Listbox<Choice> {
  readonly element: HTMLUListElement
  private choices: readonly Choice[] = []
  private active = -1
  private asked = 0

  constructor(private readonly parts: Parts<Choice>) {
    const id = `choices-${++lists}`
    this.element = make('ul', { id, role: 'listbox', class: 'suggestions', 'aria-label': parts.label, hidden: true })
    // A search field may not be a combobox (ARIA in HTML), a text may.
    const box = {
      ...{ type: 'text', role: 'combobox', 'aria-autocomplete': 'list' },
      ...{ 'aria-expanded': 'false', 'aria-controls': id },
    }
    for (const [name, value] of Object.entries(box)) parts.input.setAttribute(name, value)
    // The text keeps the focus: a press on the list must not take it.
    this.element.addEventListener('pointerdown', event => event.preventDefault())
    this.element.addEventListener('click', ({ target }) => {
      const choice = this.choices[this.options.findIndex(one => target instanceof Node && one.contains(target))]
      if (choice) parts.choose(choice)
    })
  }

  get isOpen(): boolean {
    return !this.element.hidden
  }

  choose(choice: Choice): void {
    this.parts.choose(choice)
  }

  /** What is marked in the list, if anything is. */
  get marked(): Choice | undefined {
    return this.choices[this.active]
  }

  /** Offers what goes with the text, a moment after it was typed; only the newest question is worth an answer. */
  async offer(at: 'once' | 'soon'): Promise<void> {
    const mine = ++this.asked
    // What was marked belongs to what was typed before: Enter means the text now.
    this.mark(-1)
    if (at === 'soon') await new Promise(resolve => setTimeout(resolve, CALM_MS))
    if (mine !== this.asked) return
    const choices = await this.parts.find().catch((): readonly Choice[] => [])
    if (mine === this.asked) this.show(choices)
  }

  close(): void {
    this.asked++
    this.show([])
  }

  /** Arrows move through the list and open it; Escape closes it and nothing else. */
  press(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (this.isOpen) this.move(event.key === 'ArrowDown' ? 1 : -1)
      else void this.offer('once')
    } else if (event.key === 'Escape' && this.isOpen) {
      event.preventDefault()
      event.stopPropagation()
      this.close()
    }
  }

  private get options(): HTMLElement[] {
    return [...this.element.querySelectorAll<HTMLElement>('[role=option]')]
  }

  /** Beyond the ends nothing is marked, which is the text itself; then the other end. */
  private move(by: 1 | -1): void {
    const size = this.choices.length + 1
    this.mark(((this.active + 1 + by + size) % size) - 1)
  }

  private mark(index: number): void {
    this.active = index
    const { options } = this
    const { input } = this.parts
    for (const [place, option] of options.entries()) option.setAttribute('aria-selected', String(place === index))
    const marked = options[index]
    if (marked) input.setAttribute('aria-activedescendant', marked.id)
    else input.removeAttribute('aria-activedescendant')
    marked?.scrollIntoView({ block: 'nearest' })
  }

  private show(choices: readonly Choice[]): void {
    this.choices = choices
    const { id } = this.element
    this.element.replaceChildren(
      ...choices.map((choice, index) =>
        make(
          'li',
          { role: 'option', id: `${id}-${index}`, class: 'item', 'aria-selected': 'false' },
          ...this.parts.row(choice),
        ),
      ),
    )
    this.element.hidden = choices.length === 0
    this.parts.input.setAttribute('aria-expanded', String(choices.length > 0))
    this.mark(-1)
    if (choices.length > 0) this.parts.shown?.(choices.length)
  }
}
