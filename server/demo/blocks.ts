/**
 * The shape that all content files of the demo share, for people who write and translate: fields at the top
 * (`title: …`), then blocks that begin with a line `@@ …`. What a block's line means is its reader's matter.
 */
import { OperatorError } from '../core/operator-error.ts'

/** Something that a person who writes content can put right. */
export class ContentError extends OperatorError {}

export type Line = { readonly text: string; readonly number: number }
export type Fields = ReadonlyMap<string, Line>
export type Block = {
  /** What follows the `@@`, and where. */
  readonly head: Line
  readonly lines: readonly Line[]
}
export type ContentFile = { readonly name: string; readonly fields: Fields; readonly blocks: readonly Block[] }

const MARK = /^@@\s*(.*)$/
const FIELD = /^([a-z]+): (.+)$/

/** Takes a file apart. @throws ContentError for a line before the first block that is no field, or a field said twice */
export function blocksOf(name: string, source: string): ContentFile {
  const lines = source.split('\n').map((text, index) => ({ text: text.trimEnd(), number: index + 1 }))
  const first = lines.findIndex(({ text }) => MARK.test(text))
  const blocks: { head: Line; lines: Line[] }[] = []
  for (const line of first < 0 ? [] : lines.slice(first)) {
    const mark = MARK.exec(line.text)
    if (mark) blocks.push({ head: { text: mark[1] ?? '', number: line.number }, lines: [] })
    else blocks.at(-1)?.lines.push(line)
  }
  return { name, fields: fieldsOf(name, first < 0 ? lines : lines.slice(0, first)), blocks }
}

/** Lines `name: value`; empty ones are left out. @throws ContentError */
export function fieldsOf(name: string, lines: readonly Line[]): Fields {
  const fields = new Map<string, Line>()
  for (const line of lines) {
    if (line.text === '') continue
    const [, key = '', value = ''] = FIELD.exec(line.text) ?? refuse(name, line, 'is no field such as "title: …"')
    if (fields.has(key)) refuse(name, line, `says "${key}" a second time`)
    fields.set(key, { text: value.trim(), number: line.number })
  }
  return fields
}

/** @throws ContentError that names the file and the line */
export function refuse(name: string, { text, number }: Line, problem: string): never {
  throw new ContentError(`${name}:${number} ${problem}: ${text}`)
}

/** Refuses fields that nobody reads: most are a slip of the pen. @throws ContentError */
export function knowOnly(name: string, fields: Fields, known: readonly string[]): void {
  for (const [key, line] of fields)
    if (!known.includes(key)) refuse(name, line, `"${key}" is none of ${known.join(', ')}`)
}

/** The text of a field that must be there. @throws ContentError */
export function needed(name: string, fields: Fields, key: string): string {
  const line = fields.get(key)
  if (!line) throw new ContentError(`${name} has no "${key}: …"`)
  return line.text
}

/** A field that is one of a few words. @throws ContentError */
export function oneOf<const T extends string>(
  name: string,
  fields: Fields,
  key: string,
  words: readonly [T, ...T[]],
): T {
  const line = fields.get(key)
  if (!line) return words[0]
  return words.find(word => word === line.text) ?? refuse(name, line, `must be ${words.join(' or ')}`)
}

/** What is written in a block, without blank lines around it. */
export const textOf = (lines: readonly Line[]): string =>
  lines
    .map(({ text }) => text)
    .join('\n')
    .trim()
