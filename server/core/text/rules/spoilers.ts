/**
 * `||hidden||`: inside a line, as a `details` of its own, which works by keyboard, by touch and without scripts. It cannot
 * stand in a `p`, so a paragraph that holds one is a `div`.
 */
import type { Delimiter, MarkdownIt, StateCore, StateInline } from 'markdown-it'
import { MOST, workOf } from '../work.ts'
import { eachInline, type InlineRule } from './tokens.ts'

const BAR = 0x7c

/** Where running text may turn into something else: as markdown-it has it, and the bar. */
const STOPS = /[\n!#$%&*+\-:<=>@[\\\]^_`{|}~]/g

export function spoilers(md: MarkdownIt): void {
  md.inline.ruler.at('text', plainText)
  md.inline.ruler.before('emphasis', 'spoiler', bars)
  md.inline.ruler2.before('fragments_join', 'spoiler', pairBars)
  md.core.ruler.push('spoiler_paragraphs', makeRoom)
  md.renderer.rules.spoiler_open = () =>
    '<details class="spoiler inline"><summary data-word="spoiler">Spoiler</summary>'
  md.renderer.rules.spoiler_close = () => '</details>'
}

const plainText: InlineRule = (state, silent) => {
  STOPS.lastIndex = state.pos
  const end = Math.min(STOPS.exec(state.src)?.index ?? state.posMax, state.posMax)
  if (end === state.pos) return false
  if (!silent) state.pending += state.src.slice(state.pos, end)
  state.pos = end
  return true
}

/** Notes each `||` as markdown-it notes `~~`: which of them belong together is found when all are known. */
const bars: InlineRule = (state, silent) => {
  if (silent || state.src.charCodeAt(state.pos) !== BAR) return false
  const run = state.scanDelims(state.pos, true)
  if (run.length !== 2) {
    state.pending += '|'.repeat(run.length)
    state.pos += run.length
    return true
  }
  state.push('text', '', 0).content = '||'
  const { can_open: open, can_close: close } = run
  state.delimiters.push({ marker: BAR, length: 0, token: state.tokens.length - 1, end: -1, open, close })
  state.pos += 2
  return true
}

function pairBars(state: StateInline): void {
  pair(state, state.delimiters)
  for (const meta of state.tokens_meta) if (meta?.delimiters) pair(state, meta.delimiters)
}

function pair({ tokens, env }: StateInline, delimiters: readonly Delimiter[]): void {
  const work = workOf(env)
  for (const opener of delimiters) {
    const closer = delimiters[opener.end]
    if (opener.marker !== BAR || !closer) continue
    const [open, close] = [tokens[opener.token], tokens[closer.token]]
    if (!open || !close || work.spoilers++ >= MOST.spoilers) continue
    Object.assign(open, { type: 'spoiler_open', tag: 'details', nesting: 1, content: '' })
    Object.assign(close, { type: 'spoiler_close', tag: 'details', nesting: -1, content: '' })
  }
}

function makeRoom(state: StateCore): void {
  eachInline(state, (children, at) => {
    if (!children.some(({ type }) => type === 'spoiler_open')) return undefined
    for (const token of [state.tokens[at - 1], state.tokens[at + 1]]) if (token?.tag === 'p') token.tag = 'div'
    return undefined
  })
}
