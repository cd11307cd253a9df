/** Blocks (`:::name …` up to `:::`) as they were typed, found in a text as cooking finds them (rules/blocks.ts). */

export const OPENS = /^:{3,}[ \t]*([a-z]{2,20})(?![\w-])(.*)$/
export const CLOSES = /^:{3,}[ \t]*$/

const FOLD = /^:{3,}[ \t]*(spoiler|details)\b/i
const FENCE = /^ {0,3}(`{3,}|~{3,})/

export type TypedBlock = {
  readonly name: string
  /** Its place among those of its name, from 0. */
  readonly place: number
  /** What follows its name in the first line. */
  readonly info: string
  readonly lines: readonly string[]
}

/** The blocks of a text that have this name; none of those in code or in what is folded away. */
export function blocksIn(source: string, name: string): TypedBlock[] {
  const found: TypedBlock[] = []
  const lines = source.split(/\r\n?|\n/)
  let fence = ''
  let folds = 0
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    const mark = FENCE.exec(line)?.[1] ?? ''
    if (fence !== '') {
      if (mark.startsWith(fence) && line.trim() === mark) fence = ''
      continue
    }
    fence = mark
    if (FOLD.test(line) || /^<details\b/i.test(line)) folds++
    else if (folds > 0 && (CLOSES.test(line) || /<\/details>\s*$/i.test(line))) folds--
    else if (folds === 0 && OPENS.exec(line)?.[1] === name) {
      const end = lines.findIndex((text, index) => index > at && CLOSES.test(text))
      const last = end < 0 ? lines.length : end
      const info = (OPENS.exec(line)?.[2] ?? '').trim()
      found.push({ name, place: found.length, info, lines: lines.slice(at + 1, last) })
      at = last
    }
  }
  return found
}
