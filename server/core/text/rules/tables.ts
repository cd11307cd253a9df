/** Tables scroll in a box of their own, by keyboard too (WCAG 2.1.1), and are bounded: `|` alone makes a cell. */
import type { MarkdownIt, Token } from 'markdown-it'
import { MOST } from '../work.ts'
import { lineText, wrapBlock } from './tokens.ts'

export function tables(md: MarkdownIt): void {
  wrapBlock(md, 'table', rule => (state, startLine, endLine, silent) => {
    if (startLine + 2 > endLine) return false
    const columns = lineText(state, startLine + 1).split('|').length
    if (columns > MOST.tableColumns + 2) return false
    // What is left of a longer one follows as text.
    return rule(state, startLine, Math.min(endLine, startLine + 2 + Math.floor(MOST.tableCells / columns)), silent)
  })
  Object.assign(md.renderer.rules, {
    table_open: () => '<div class="scroll" tabindex="0"><table>\n',
    table_close: () => '</table></div>\n',
    th_open: cell,
    td_open: cell,
  })
}

/** Styles are refused by the content policy, so a column's side is a class. */
function cell(tokens: Token[], index: number): string {
  const { tag, attrs } = tokens[index] ?? {}
  const side = /right|center/.exec(String(attrs?.[0]?.[1]))?.[0]
  return side ? `<${tag} class="${side === 'right' ? 'r' : 'c'}">` : `<${tag}>`
}
