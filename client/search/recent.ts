/**
 * The last searches under an empty field, and those that are saved. They are buttons and links in the order of the page and
 * no listbox, since a last one can be taken away, and an option holds no button of its own.
 */
import { say } from '../composer/words.ts'
import { icon, make } from '../lib/nodes.ts'
import { announce } from '../lib/say.ts'
import { forget, forgetAll, remembered } from './remembered.ts'
import { type Saved, savedSearches } from './saved.ts'

export class Recent {
  private readonly last = make('section', { 'aria-label': say('find.recent'), hidden: true })
  private readonly saved = make('section', { 'aria-label': say('find.saved'), hidden: true })
  readonly element = make('div', { class: 'suggestions recent', hidden: true }, this.last, this.saved)
  private wanted = false

  /** @param keeps whether somebody is signed in, who may have saved some */
  constructor(
    private readonly input: HTMLInputElement,
    private readonly keeps: boolean,
    private readonly choose: (text: string) => void,
  ) {
    this.element.addEventListener('keydown', event => this.press(event))
    // Not all browsers give a pressed button the focus: without it the list would close before the press is one.
    this.element.addEventListener('pointerdown', event => event.preventDefault())
  }

  get isOpen(): boolean {
    return !this.element.hidden
  }

  /** What this device knows is there at once; what the server knows comes below it. */
  open(): void {
    this.wanted = true
    this.draw(remembered())
    if (this.keeps) void savedSearches().then(all => this.drawSaved(all))
  }

  close(): void {
    this.wanted = false
    this.show()
  }

  /** Arrows lead through the searches and back into the field; Escape closes them and nothing else. */
  press(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      this.input.focus()
      this.close()
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      const stops = [this.input, ...this.element.querySelectorAll<HTMLElement>('.item')]
      // From the button beside a search, too.
      const item = document.activeElement?.closest('li')?.querySelector<HTMLElement>('.item')
      const at = item ? stops.indexOf(item) : 0
      const by = event.key === 'ArrowDown' ? 1 : -1
      stops[(at + by + stops.length) % stops.length]?.focus()
    }
  }

  private show(): void {
    this.element.hidden = !this.wanted || (this.last.hidden && this.saved.hidden)
  }

  private drawSaved(all: readonly Saved[]): void {
    // Once: whoever is on the way through them must not lose their place.
    if (this.saved.childElementCount === 0) {
      this.saved.append(
        make('div', { class: 'split' }, make('h2', { class: 's' }, say('find.saved'))),
        make(
          'ul',
          {},
          ...all.map(({ name, href }) =>
            make('li', {}, make('a', { class: 'item', href }, icon('bookmark'), make('span', {}, name))),
          ),
        ),
      )
    }
    this.saved.hidden = all.length === 0
    this.show()
  }

  private draw(all: readonly string[]): void {
    this.last.hidden = all.length === 0
    this.last.replaceChildren(
      make(
        'div',
        { class: 'split' },
        make('h2', { class: 's' }, say('find.recent')),
        make('button', { type: 'button', class: 'linkish s', onclick: () => this.clear() }, say('find.clear')),
      ),
      make('ul', {}, ...all.map(text => this.row(text))),
    )
    this.show()
  }

  private row(text: string): HTMLElement {
    const again = { type: 'button', class: 'item', onclick: () => this.choose(text) }
    const away = {
      type: 'button',
      class: 'btn ghost sm sq',
      'aria-label': say('find.forget', { text }),
      onclick: () => this.remove(text),
    }
    return make(
      'li',
      {},
      make('button', again, icon('history'), make('span', {}, text)),
      make('button', away, icon('x', 'sm')),
    )
  }

  private remove(text: string): void {
    forget(text)
    announce(say('find.forgotten', { text }))
    // The button is about to go, and the focus with it.
    this.input.focus()
    this.open()
  }

  private clear(): void {
    forgetAll()
    this.input.focus()
    this.open()
  }
}
