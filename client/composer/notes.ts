/** What a composer says to its writer: the state of the draft above the text, and notes above the buttons. */
import type { Words } from '../lib/device.ts'
import { icon, make } from '../lib/nodes.ts'
import type { ComposerForm } from './form.ts'
import type { DraftState } from './keeper.ts'
import { say, type Word } from './words.ts'

const STATES: Readonly<Record<DraftState, { word: Word; sign: string } | null>> = {
  none: null,
  kept: { word: 'draft.kept', sign: 'cloud-check' },
  deviceOnly: { word: 'draft.deviceOnly', sign: 'cloud-off' },
  unkept: { word: 'draft.unkept', sign: 'triangle-alert' },
  sentElsewhere: { word: 'draft.sentElsewhere', sign: 'info' },
  signedOut: { word: 'draft.signedOut', sign: 'cloud-off' },
}

export class Notes {
  private readonly line: HTMLElement | null
  private shown: DraftState = 'none'
  private note: HTMLElement | null = null

  constructor(private readonly form: ComposerForm) {
    this.line = form.element.querySelector('[data-state]')
  }

  /** Says it when it changes, not at every save. */
  state(state: DraftState): void {
    if (state === this.shown) return
    this.shown = state
    const found = STATES[state]
    this.line?.replaceChildren(...(found ? [icon(found.sign, 'sm'), say(found.word)] : []))
  }

  /** A text was put back: the way to be rid of it. */
  restored(discard: () => void): void {
    const button = make('button', { type: 'button', class: 'linkish' }, say('draft.discard'))
    const note = make('p', { class: 'replying restored' }, icon('rotate-ccw', 'sm'), say('draft.restored'), button)
    button.addEventListener('click', () => {
      note.remove()
      discard()
    })
    this.form.element.querySelector('.restored')?.remove()
    this.panes()?.before(note)
  }

  /** It was thrown away: the way back. */
  discarded(undo: () => void): void {
    const button = make('button', { type: 'button', class: 'linkish' }, say('undo'))
    const note = make('p', { class: 'replying restored', role: 'status' }, say('draft.discarded'), button)
    button.addEventListener('click', () => {
      note.remove()
      undo()
    })
    this.panes()?.before(note)
    this.form.text.addEventListener('input', () => note.remove(), { once: true })
  }

  /** Another text under the same draft: both can be read, one is taken. */
  other(other: Words, choose: { take(): void; keep(): void }): void {
    const text = make('textarea', { class: 'in', readonly: true, rows: '6', 'aria-label': say('draft.otherText') })
    text.value = other.body
    const button = (word: Word, act: () => void) => {
      const choice = make('button', { type: 'button', class: 'btn sm' }, say(word))
      choice.addEventListener('click', () => {
        this.clear()
        act()
      })
      return choice
    }
    this.show({
      tone: 'warn',
      sign: 'triangle-alert',
      lines: [
        say('draft.other'),
        make('details', {}, make('summary', {}, say('draft.otherText')), text),
        make('span', { class: 'row' }, button('draft.keepThis', choose.keep), button('draft.takeOther', choose.take)),
      ],
    })
  }

  /** Above the buttons, where the writer's eyes are. It takes the place of the one before. */
  show({
    tone,
    sign,
    lines,
  }: {
    tone: 'bad' | 'warn' | 'info'
    sign: string
    lines: readonly (Node | string)[]
  }): void {
    this.clear()
    const words = lines.map(line => (typeof line === 'string' ? make('p', {}, line) : line))
    this.note = make(
      'div',
      { class: 'note', 'data-tone': tone, role: tone === 'info' ? 'status' : 'alert' },
      icon(sign),
      make('div', { class: 'grow stack' }, ...words),
    )
    this.form.element.querySelector('.actions')?.before(this.note)
  }

  clear(): void {
    this.note?.remove()
    this.note = null
  }

  private panes(): Element | null {
    return this.form.element.querySelector('.panes')
  }
}
