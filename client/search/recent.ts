/**
 * The last searches under an empty field. They are buttons in the order of the page and no listbox, since each of them can
 * be taken away, and an option holds no button of its own.
 */
import { say } from '../composer/words.ts'
import { icon, make } from '../lib/nodes.ts'
import { announce } from '../lib/say.ts'
import { forget, forgetAll, remembered } from './remembered.ts'

export class Recent {
  readonly element = make('section', { class: 'suggestions recent', 'aria-label': say('find.recent'), hidden: true })

  constructor(
    private readonly input: HTMLInputElement,
    private readonly choose: (text: string) => void,
  ) {
    this.element.addEventListener('keydown', event => this.press(event))
    // Not all browsers give a pressed button the focus: without it the list would close before the press is one.
    this.element.addEventListener('pointerdown', event => event.preventDefault())
  }

  get isOpen(): boolean {
    return !this.element.hidden
  }

  open(): void {
    const all = remembered()
    this.element.hidden = all.length === 0
    if (all.length > 0) this.draw(all)
  }

  close(): void {
    this.element.hidden = true
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
      const here = document.activeElement?.closest('li')?.querySelector('.item') ?? document.activeElement
      const at = stops.findIndex(one => one === here)
      const by = event.key === 'ArrowDown' ? 1 : -1
      stops[(Math.max(at, 0) + by + stops.length) % stops.length]?.focus()
    }
  }

  private draw(all: readonly string[]): void {
    this.element.replaceChildren(
      make(
        'div',
        { class: 'split' },
        make('h2', { class: 's' }, say('find.recent')),
        make('button', { type: 'button', class: 'linkish s', onclick: () => this.clear() }, say('find.clear')),
      ),
      make('ul', {}, ...all.map(text => this.row(text))),
    )
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
    this.close()
  }
}
