/** Operators in a search field: which one somebody is typing, and what becomes of the text when its value is chosen. */

export type Begun = {
  readonly operator: string
  /** What has been typed after the colon, up to the caret. */
  readonly q: string
  /** Where the whole word stands in the text. */
  readonly from: number
  readonly to: number
}

const OPERATOR = /(?:^|\s)((in|by|tag|is|after|before):([^\s"“”«»]*))$/iu
const QUOTES = /["“”«»]/gu

/** The operator at the caret; null where none is, or where it is a part of a phrase. */
export function operatorAt({ value, selectionEnd }: HTMLInputElement): Begun | null {
  const caret = selectionEnd ?? value.length
  const typed = value.slice(0, caret)
  const [, word = '', operator = '', q = ''] = OPERATOR.exec(typed) ?? []
  if (operator === '' || (typed.match(QUOTES)?.length ?? 0) % 2 === 1) return null
  const rest = /^\S*/.exec(value.slice(caret))?.[0] ?? ''
  return { operator: operator.toLowerCase(), q, from: caret - word.length, to: caret + rest.length }
}

/** Puts the whole word in place of what was typed of it, and the caret behind it; all else stays. */
export function completeWith(input: HTMLInputElement, { from, to }: Begun, word: string): void {
  const before = `${input.value.slice(0, from)}${word} `
  input.value = before + input.value.slice(to).trimStart()
  input.setSelectionRange(before.length, before.length)
  input.dispatchEvent(new Event('input', { bubbles: true }))
}
