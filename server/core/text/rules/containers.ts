/**
 * Parts that are folded away: `:::spoiler Title` and `:::details Title` up to `:::`, and `<details><summary>Title</summary>`
 * up to `</details>`. One that is not closed reaches to the end of what it stands in, as a code block does.
 */
import type { MarkdownIt, StateBlock } from 'markdown-it'
import { MOST } from '../work.ts'
import { type BlockRule, isIndentedCode, lineText } from './tokens.ts'

type Fold = {
  readonly spoiler: boolean
  readonly open: boolean
  readonly title: string
  /** Where its content begins. */
  readonly line: number
  readonly offset: number
}

type Begin = (state: StateBlock, line: number, endLine: number) => Fold | null

type End = { readonly line: number; readonly position: number; readonly after: number }

export function containers(md: MarkdownIt): void {
  const alt = ['paragraph', 'reference', 'blockquote', 'list']
  md.block.ruler.before('fence', 'colons', container(colons, /^:{3,}[ \t]*(spoiler|details)\b/i, /^:{3,}[ \t]*$/), {
    alt,
  })
  md.block.ruler.before('html_block', 'details', container(details, /^<details( open)?>/i, /<\/details>[ \t]*$/i), {
    alt,
  })
  md.renderer.rules.fold_title = (tokens, index) => {
    const { content = '', meta } = tokens[index] ?? {}
    if (content) return `<summary>${md.utils.escapeHtml(content)}</summary>\n`
    return meta?.spoiler
      ? '<summary data-word="spoiler">Spoiler</summary>\n'
      : '<summary data-word="details">Details</summary>\n'
  }
}

function container(begin: Begin, opens: RegExp, closes: RegExp): BlockRule {
  return (state, startLine, endLine, silent) => {
    if (isIndentedCode(state, startLine) || state.level >= MOST.levels) return false
    const fold = begin(state, startLine, endLine)
    if (!fold || silent) return fold !== null
    const end = findEnd(state, fold, endLine, opens, closes)
    const token = state.push('fold_open', 'details', 1)
    token.block = true
    if (fold.spoiler) token.attrSet('class', 'spoiler')
    if (fold.open) token.attrSet('open', '')
    const title = state.push('fold_title', 'summary', 0)
    title.content = fold.title
    title.meta = { spoiler: fold.spoiler }
    tokenizeBetween(state, fold, end)
    state.push('fold_close', 'details', -1).block = true
    state.line = end.after
    return true
  }
}

function colons(state: StateBlock, line: number): Fold | null {
  const found = /^:{3,}[ \t]*(spoiler|details)(?:[ \t]+(.*))?$/i.exec(lineText(state, line).trimEnd())
  if (!found) return null
  const title = (found[2] ?? '').trim().slice(0, 200)
  return { spoiler: found[1]?.toLowerCase() === 'spoiler', open: false, title, line: line + 1, offset: 0 }
}

/** A title may be spread over a few lines; marks in it are dropped, as it is a button. */
function details(state: StateBlock, line: number, endLine: number): Fold | null {
  const first = /^<details( open)?>[ \t]*/i.exec(lineText(state, line))
  if (!first) return null
  const fold = { spoiler: false, open: first[1] !== undefined, title: '' }
  let at = line
  let offset = first[0].length
  if (lineText(state, at).length === offset) {
    offset = 0
    for (at++; at < endLine && state.isEmpty(at); ) at++
  }
  const head: string[] = []
  for (let next = at; next < Math.min(endLine, at + 4); next++) {
    const text = lineText(state, next).slice(next === at ? offset : 0)
    if (next === at && !/^<summary>/i.test(text)) break
    const end = /<\/summary>[ \t]*/i.exec(text)
    head.push(end ? text.slice(0, end.index) : text)
    if (!end) continue
    const title = head.join(' ').replaceAll(/<\/?[a-z][^<>]*>/gi, '')
    const from = (next === at ? offset : 0) + end.index + end[0].length
    return { ...fold, title: title.trim().slice(0, 200), line: next, offset: from }
  }
  return { ...fold, line: at, offset }
}

/** The line that closes it; those that it holds are counted, and what stands in a fenced block is code. */
function findEnd(state: StateBlock, fold: Fold, endLine: number, opens: RegExp, closes: RegExp): End {
  let depth = 1
  let fence = ''
  for (let line = fold.line; line < endLine; line++) {
    if (!state.isEmpty(line) && (state.sCount[line] ?? 0) < state.blkIndent) {
      return { line, position: -1, after: line }
    }
    const text = lineText(state, line).slice(line === fold.line ? fold.offset : 0)
    const mark = /^(`{3,}|~{3,})/.exec(text)?.[1] ?? ''
    if (fence !== '') {
      if (mark.startsWith(fence) && text.slice(mark.length).trim() === '') fence = ''
      continue
    }
    fence = mark
    if (opens.test(text)) depth++
    const close = closes.exec(text)
    if (!close || --depth > 0) continue
    const position = (state.eMarks[line] ?? 0) - close[0].length
    return { line: line + 1, position, after: line + 1 }
  }
  return { line: endLine, position: -1, after: endLine }
}

/** Lets the block rules read what is between; the first and the last line of it may hold the marks too. */
function tokenizeBetween(state: StateBlock, { line, offset }: Fold, end: End): void {
  const { bMarks, eMarks, tShift, sCount, lineMax, parentType } = state
  const last = end.line - 1
  const [begin = 0, indent = 0, columns = 0, until = 0] = [bMarks[line], tShift[line], sCount[line], eMarks[last]]
  if (offset > 0) {
    bMarks[line] = begin + indent + offset
    tShift[line] = 0
    sCount[line] = state.blkIndent
  }
  if (end.position >= 0) eMarks[last] = end.position
  state.parentType = 'container'
  state.lineMax = end.line
  state.md.block.tokenize(state, line, end.line)
  state.lineMax = lineMax
  state.parentType = parentType
  bMarks[line] = begin
  tShift[line] = indent
  sCount[line] = columns
  eMarks[last] = until
}
