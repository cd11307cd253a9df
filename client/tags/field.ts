/**
 * Tags as chips with a text to add more. The plain field stays in the form, hidden, and says the same in its line of
 * words: what reads or fills the form (drafts do) needs to know of nothing else.
 */
import { say } from '../composer/words.ts'
import { icon, make } from '../lib/nodes.ts'
import { announce } from '../lib/say.ts'
import { isSame, SEPARATORS, split } from './names.ts'
import { suggestionsFor } from './suggestions.ts'

const TAKEN_OVER = ['id', 'aria-describedby', 'aria-invalid', 'placeholder'] as const

export class TagField {
  private readonly field: HTMLInputElement
  private readonly input: HTMLInputElement
  private readonly chips = make('ul', { class: 'chosen', 'aria-label': say('tags.chosen') })
  private readonly left = make('span', { class: 'count', role: 'status' })
  private readonly most: number
  private readonly suggestions: ReturnType<typeof suggestionsFor>
  private names: string[] = []
  private writing = false

  constructor(element: HTMLElement) {
    const field = element.querySelector<HTMLInputElement>('input[name]')
    if (!field) throw new Error('a field for tags has no input')
    this.field = field
    this.most = Number(element.dataset.most)
    this.input = make('input', {
      autocomplete: 'off',
      autocapitalize: 'none',
      spellcheck: 'false',
    })
    this.suggestions = suggestionsFor({
      input: this.input,
      mayCreate: element.dataset.create !== undefined,
      chosen: () => this.names,
      choose: name => this.add(name),
    })
    this.takeOver()
    this.listen()
    this.read()
  }

  /** Puts itself in the plain field's place, for its label and what describes it. */
  private takeOver(): void {
    const { field, input } = this
    for (const name of TAKEN_OVER) {
      const value = field.getAttribute(name)
      if (value === null) continue
      input.setAttribute(name, value)
      field.removeAttribute(name)
    }
    field.hidden = true
    const box = make('div', { class: 'in tag-box' }, this.chips, input, this.suggestions.element)
    box.addEventListener('click', event => event.target === box && input.focus())
    field.after(box, this.left)
  }

  private listen(): void {
    const { input, suggestions } = this
    this.field.addEventListener('input', () => this.writing || this.read())
    input.addEventListener('keydown', event => event.isComposing || this.press(event))
    input.addEventListener('input', event => {
      // It is no field of the form: those who listen there hear of the plain one.
      event.stopPropagation()
      const parts = input.value.split(SEPARATORS)
      const rest = parts.pop()?.trimStart() ?? ''
      if (parts.length > 0) {
        this.add(parts.join(', '))
        input.value = [input.value, rest].filter(Boolean).join(', ')
      }
      void suggestions.offer('soon')
    })
    input.addEventListener('blur', () => {
      this.add(input.value)
      suggestions.close()
    })
  }

  private press(event: KeyboardEvent): void {
    const { input, suggestions } = this
    const { marked } = suggestions
    if (event.key === 'Enter') {
      // Not the form's: who ends a tag has not ended the text.
      event.preventDefault()
      this.add(marked?.name ?? input.value)
    } else if (event.key === 'Tab' && marked) {
      this.add(marked.name)
    } else if (event.key === 'Backspace' && input.value === '') {
      const last = this.names.at(-1)
      if (last) this.remove(last)
    } else suggestions.press(event)
  }

  private add(text: string): void {
    const fresh = split(text).filter(name => !this.names.some(one => isSame(one, name)))
    const room = Math.max(this.most - this.names.length, 0)
    // What finds no place stays in the text, and is not lost.
    this.input.value = fresh.slice(room).join(', ')
    this.suggestions.close()
    if (fresh.length > room) announce(say('tags.full', { most: this.most }))
    if (fresh.length === 0 || room === 0) return
    this.names = [...this.names, ...fresh.slice(0, room)]
    this.write()
  }

  private remove(name: string): void {
    this.names = this.names.filter(one => one !== name)
    announce(say('tags.removed', { name }))
    this.write()
    this.input.focus()
  }

  /** Takes the names from the plain field: at the start, and when a draft was put there. */
  private read(): void {
    this.names = split(this.field.value).filter((name, at, all) => all.findIndex(one => isSame(one, name)) === at)
    this.draw()
  }

  private write(): void {
    this.writing = true
    this.field.value = this.names.join(', ')
    this.field.dispatchEvent(new Event('input', { bubbles: true }))
    this.field.dispatchEvent(new Event('change', { bubbles: true }))
    this.writing = false
    this.draw()
  }

  private draw(): void {
    this.chips.replaceChildren(
      ...this.names.map(name =>
        make(
          'li',
          { class: 'chip' },
          make('span', { class: 'tag' }, name),
          make(
            'button',
            { type: 'button', 'aria-label': say('tags.remove', { name }), onclick: () => this.remove(name) },
            icon('x', 'sm'),
          ),
        ),
      ),
    )
    this.chips.hidden = this.names.length === 0
    const count = this.most - this.names.length
    this.left.textContent = say(count < 0 ? 'tags.tooMany' : 'tags.left', { count: Math.abs(count) })
  }
}
