/**
 * Whole messages with elements in them. The message is made with a mark in the place of each element and cut at the
 * marks afterwards, so what members are called or have written never becomes part of a message's syntax or markup.
 */
import type { ComponentChildren } from 'preact'
import type { MessageKey, Values } from '../core/i18n.ts'
import type { PageContext } from './page.ts'

type RichProps = {
  readonly page: PageContext
  readonly message: MessageKey
  /** Numbers and dates: what decides between forms. */
  readonly values?: Values
  readonly elements: Readonly<Record<string, ComponentChildren>>
}

const [OPEN, CLOSE] = ['\uE000', '\uE001']

export function Rich({ page, message, values = {}, elements }: RichProps) {
  const names = Object.keys(elements)
  const marks = Object.fromEntries(names.map((name, index) => [name, `${OPEN}${index}${CLOSE}`]))
  const parts = page.t(message, { ...values, ...marks }).split(/\uE000(\d+)\uE001/)
  return <>{parts.map((part, index) => (index % 2 === 0 ? part : elements[names[Number(part)] ?? '']))}</>
}
