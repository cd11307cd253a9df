/**
 * Blocks that somebody shows in their own way: `:::poll …` up to `:::`, at the outermost level of a text and not indented. What is between
 * is cooked as it stands and put into a frame, so where nobody shows it (a feed, a mail, a plugin that is gone) its words
 * are still there to read.
 */
import type { MarkdownIt, StateBlock } from 'markdown-it'
import { CLOSES, OPENS } from '../typed-blocks.ts'
import { workOf } from '../work.ts'
import { type BlockRule, lineText } from './tokens.ts'

export function blocks(md: MarkdownIt): void {
  md.block.ruler.before('fence', 'blocks', block, { alt: ['paragraph', 'reference', 'blockquote', 'list'] })
}

const block: BlockRule = (state, startLine, endLine, silent) => {
  if (state.level > 0 || (state.sCount[startLine] ?? 0) > 0) return false
  const name = OPENS.exec(lineText(state, startLine))?.[1]
  const { known, placed } = workOf(state.env)
  if (name === undefined || !known.blocks.includes(name)) return false
  if (silent) return true
  const place = placed.get(name) ?? 0
  placed.set(name, place + 1)
  const end = closingLine(state, startLine, endLine)
  const open = state.push('block_open', 'section', 1)
  open.block = true
  open.attrs = [
    ['data-block', name],
    ['data-place', String(place)],
  ]
  const { lineMax } = state
  state.lineMax = end
  state.md.block.tokenize(state, startLine + 1, end)
  state.lineMax = lineMax
  state.push('block_close', 'section', -1).block = true
  state.line = Math.min(end + 1, endLine)
  return true
}

function closingLine(state: StateBlock, startLine: number, endLine: number): number {
  for (let line = startLine + 1; line < endLine; line++) if (CLOSES.test(lineText(state, line))) return line
  return endLine
}
