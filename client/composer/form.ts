/** A composer's form as its parts see it. */
import type { Words } from '../lib/device.ts'
import { withoutPlaces } from './places.ts'

/** Fields that a draft keeps beside the text; `version` is the post's that an edit began from. */
const KEPT = ['title', 'categoryId', 'tags', 'replyTo', 'reason', 'version']

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

export class ComposerForm {
  readonly text: HTMLTextAreaElement
  /** Key of its draft, and whose it is. */
  readonly draft: string
  readonly member: string
  /** The button for emoji was pressed: they are offered before anything of their name is typed. */
  emojiAsked = false
  /** Says which post is answered; set where there is a choice. */
  answer: (postId: string | null) => void = () => undefined

  constructor(readonly element: HTMLFormElement) {
    const text = element.querySelector<HTMLTextAreaElement>('textarea[name="body"]')
    if (!text) throw new Error('a composer has no text')
    this.text = text
    this.draft = element.dataset.draft ?? ''
    this.member = element.dataset.member ?? ''
  }

  words(): Words {
    const sent = new FormData(this.element)
    const filled = this.kept().flatMap(name => {
      const value = sent.get(name)
      return typeof value === 'string' && value ? [[name, value] as const] : []
    })
    return { body: withoutPlaces(this.text.value), fields: Object.fromEntries(filled) }
  }

  /** Puts words back, as if they had been typed: what counts and completes hears of it. */
  put({ body, fields }: Words): void {
    if ((fields.replyTo ?? '') !== (this.field('replyTo')?.value ?? '')) this.answer(fields.replyTo ?? null)
    for (const name of this.kept()) {
      const field = this.element.elements.namedItem(name)
      const value = fields[name]
      if (field instanceof RadioNodeList || isBox(field)) choose(this.element, name, value)
      else if (isField(field) && value !== undefined && field.value !== value) say(field, value)
    }
    if (this.text.value !== body) say(this.text, body)
  }

  /** Names of the fields that its draft keeps: a thread's kind, and what the kinds ask for, among them. */
  private kept(): string[] {
    const ofKinds = [...this.element.elements].flatMap(one =>
      isField(one) && (one.name === 'kind' || one.name.includes('.')) ? [one.name] : [],
    )
    return [...KEPT, ...new Set(ofKinds)]
  }

  field(name: string): Field | null {
    return this.element.querySelector<Field>(`[name="${name}"]`)
  }

  readonly button = (intent: 'post' | 'preview' | 'draft'): HTMLButtonElement | null =>
    this.element.querySelector(`button[name="intent"][value="${intent}"]`)
}

const isField = (one: unknown): one is Field =>
  one instanceof HTMLInputElement || one instanceof HTMLSelectElement || one instanceof HTMLTextAreaElement

const isBox = (one: unknown): boolean => one instanceof HTMLInputElement && one.type === 'checkbox'

/** Of several, or of one that is chosen or not. Nothing is changed where a draft says nothing of it. */
function choose(form: HTMLFormElement, name: string, value: string | undefined): void {
  for (const one of form.querySelectorAll<HTMLInputElement>(`input[name="${CSS.escape(name)}"]`)) {
    if (value !== undefined) one.checked = one.value === value
  }
}

function say(field: Field, value: string): void {
  field.value = value
  field.dispatchEvent(new Event('input', { bubbles: true }))
  field.dispatchEvent(new Event('change', { bubbles: true }))
}

/** Whether there is anything in it that somebody wrote: what a form begins with is not. */
export const isEmpty = ({ body, fields }: Words): boolean => !`${body}${fields.title ?? ''}${fields.tags ?? ''}`.trim()

export const sameWords = (one: Words, other: Words): boolean =>
  one.body === other.body &&
  Object.keys({ ...one.fields, ...other.fields }).every(name => (one.fields[name] ?? '') === (other.fields[name] ?? ''))
