/**
 * The few tags that may be written as HTML. Everything else that looks like a tag is text: people write `Map<string>`.
 * A comment says nothing, as everywhere.
 */
import type { MarkdownIt, StateInline, Token } from 'markdown-it'
import { MOST } from '../work.ts'
import { type BlockRule, type InlineRule, isIndentedCode, lineText } from './tokens.ts'

const LESS = 0x3c
const TAG = /<(\/?)(b|del|i|ins|kbd|mark|q|s|samp|small|sub|sup|u|var|abbr)[ \t]*>/iy
const BREAK = /<br[ \t]*\/?>/iy
const ABBR = /<abbr[ \t]+title[ \t]*=[ \t]*(?:"([^"<>]{1,200})"|'([^'<>]{1,200})')[ \t]*>/iy

export function rawTags(md: MarkdownIt): void {
  md.inline.ruler.before('autolink', 'raw_tag', rawTag)
  md.inline.ruler.before('raw_tag', 'comment', comment)
  md.inline.ruler2.before('fragments_join', 'raw_tag', pairTags)
  md.block.ruler.before('html_block', 'comment', commentBlock, { alt: ['paragraph', 'reference', 'blockquote'] })
}

const rawTag: InlineRule = (state, silent) => {
  if (state.src.charCodeAt(state.pos) !== LESS) return false
  const found = match(BREAK, state) ?? match(ABBR, state) ?? match(TAG, state)
  if (!found) return false
  const [text, slash, name] = found
  if (!silent) {
    if (/^<br/i.test(text)) state.push('hardbreak', 'br', 0)
    else if (/^<abbr[ \t]+t/i.test(text)) {
      const token = noteTag(state, text, 'abbr', true)
      token.attrs = [['title', state.md.utils.unescapeAll(found[1] ?? found[2] ?? '')]]
    } else noteTag(state, text, (name ?? '').toLowerCase(), slash === '')
  }
  state.pos += text.length
  return true
}

function match(pattern: RegExp, { src, pos, posMax }: StateInline): RegExpExecArray | null {
  pattern.lastIndex = pos
  const found = pattern.exec(src)
  return found && pos + found[0].length <= posMax ? found : null
}

/** Whether a tag has its partner is found when all are known: till then it is text. */
function noteTag(state: StateInline, text: string, tag: string, opens: boolean): Token {
  const token = state.push('text', tag, 0)
  token.content = text
  token.meta = { raw: opens ? 'open' : 'close' }
  return token
}

function pairTags({ tokens }: StateInline): void {
  const open: Token[] = []
  const counts = new Map<string, number>()
  const count = (tag: string, by: number) => counts.set(tag, (counts.get(tag) ?? 0) + by)
  for (const token of tokens) {
    const { tag } = token
    if (token.meta?.raw === 'open') {
      open.push(token)
      count(tag, 1)
    } else if (token.meta?.raw === 'close' && (counts.get(tag) ?? 0) > 0) {
      let opener = open.pop()
      while (opener && opener.tag !== tag) {
        count(opener.tag, -1)
        opener = open.pop()
      }
      if (!opener) continue
      count(tag, -1)
      Object.assign(opener, { type: 'raw_open', nesting: 1, content: '' })
      Object.assign(token, { type: 'raw_close', nesting: -1, content: '' })
    }
  }
}

/** Where a comment that begins here ends, or -1. Each `<!--` looks for its end, so it looks only so far. */
function commentEnd(text: string, begin: number): number {
  const end = text.slice(begin + 4, begin + 4 + MOST.comment).indexOf('-->')
  return end < 0 ? -1 : begin + 4 + end + 3
}

const comment: InlineRule = (state, silent) => {
  if (!state.src.startsWith('<!--', state.pos)) return false
  const end = commentEnd(state.src, state.pos)
  if (end < 0 || end > state.posMax) return false
  if (!silent && state.pending.endsWith(' ')) state.pending = state.pending.slice(0, -1)
  state.pos = end
  return true
}

const commentBlock: BlockRule = (state, startLine, endLine, silent) => {
  if (isIndentedCode(state, startLine) || !lineText(state, startLine).startsWith('<!--')) return false
  const begin = (state.bMarks[startLine] ?? 0) + (state.tShift[startLine] ?? 0)
  const end = commentEnd(state.src, begin)
  if (end < 0) return false
  let line = startLine
  while (line < endLine && (state.eMarks[line] ?? 0) < end) line++
  // With words after it on its last line it is part of a paragraph.
  if (line >= endLine || state.src.slice(end, state.eMarks[line]).trim() !== '') return false
  if (!silent) state.line = line + 1
  return true
}
