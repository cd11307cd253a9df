/** Small helpers that several rules need. */
import type { MarkdownIt, StateBlock, StateCore, StateInline, Token } from 'markdown-it'

export type BlockRule = (state: StateBlock, startLine: number, endLine: number, silent: boolean) => boolean
export type InlineRule = (state: StateInline, silent: boolean) => boolean

/** A line's text without the indentation and the marks of the blocks that it stands in. */
export const lineText = (state: StateBlock, line: number): string =>
  state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line])

/** Whether a line is indented so far that it is code. */
export const isIndentedCode = (state: StateBlock, line: number): boolean =>
  (state.sCount[line] ?? 0) - state.blkIndent >= 4

export function textToken(state: StateCore | StateInline, content: string): Token {
  const token = new state.Token('text', '', 0)
  token.content = content
  return token
}

/** Whether a piece of a line says nothing. */
export const isBlank = ({ type, content }: Token): boolean => type === 'text' && content.trim() === ''

export const isBreak = ({ type }: Token): boolean => type === 'softbreak' || type === 'hardbreak'

/** Calls `visit` for every piece of running text, with the tokens around it. */
export function eachInline(state: StateCore, visit: (children: Token[], at: number) => Token[] | undefined): void {
  for (const [at, token] of state.tokens.entries()) {
    if (token.type !== 'inline' || !token.children) continue
    token.children = visit(token.children, at) ?? token.children
  }
}

/** Puts a rule around one that markdown-it or a plugin brings. */
export function wrapBlock(md: MarkdownIt, name: string, wrap: (rule: BlockRule) => BlockRule): void {
  const found = md.block.ruler.__rules__.find(one => one.name === name)
  if (!found) throw new Error(`there is no rule ${name}`)
  md.block.ruler.at(name, wrap(found.fn), { alt: found.alt })
}
