/** Footnotes as on GitHub: `[^1]` and `[^1]: The note.` Their ids carry the post's, so that posts on one page do not meet. */
import type { Env, MarkdownIt, Token } from 'markdown-it'
import plugin from 'markdown-it-footnote'
import { MOST, workOf } from '../work.ts'
import { type InlineRule, wrapBlock } from './tokens.ts'

export function footnotes(md: MarkdownIt): void {
  md.use(plugin)
  // `^[…]` is not GitHub's, and notes within notes have no bound.
  md.inline.ruler.disable('footnote_inline')
  md.inline.ruler.before('footnote_ref', 'footnote_limit', beyondLimit)
  wrapBlock(md, 'footnote_def', rule => (state, startLine, endLine, silent) => {
    const work = workOf(state.env)
    if (state.level >= MOST.levels || work.footnotes >= MOST.footnotes) return false
    const found = rule(state, startLine, endLine, silent)
    if (found && !silent) work.footnotes++
    return found
  })
  Object.assign(md.renderer.rules, {
    footnote_ref: (tokens: Token[], index: number, _options: unknown, env: Env) => {
      const { note, place, id } = numbersOf(tokens[index], workOf(env).known.marker)
      return `<sup class="note-ref"><a href="#${id('fn')}" id="${id('fnref', place)}" role="doc-noteref">${note}</a></sup>`
    },
    footnote_block_open: () => '<section class="footnotes" role="doc-endnotes">\n<ol>\n',
    footnote_block_close: () => '</ol>\n</section>\n',
    footnote_open: (tokens: Token[], index: number, _options: unknown, env: Env) =>
      `<li id="${numbersOf(tokens[index], workOf(env).known.marker).id('fn')}">`,
    footnote_close: () => '</li>\n',
    footnote_anchor: (tokens: Token[], index: number, _options: unknown, env: Env) => {
      const { place, id } = numbersOf(tokens[index], workOf(env).known.marker)
      const back = place === 0 ? '' : `<sup>${place + 1}</sup>`
      return ` <a href="#${id('fnref', place)}" class="back" role="doc-backlink">↩︎${back}</a>`
    },
  })
}

/** References beyond the limit stay as they were typed: each is a hundred times as long when cooked. */
const beyondLimit: InlineRule = (state, silent) => {
  if (!state.src.startsWith('[^', state.pos) || silent) return false
  const work = workOf(state.env)
  if (++work.footnoteReferences <= MOST.footnoteReferences) return false
  state.pending += '[^'
  state.pos += 2
  return true
}

/** A note's number, the how-manieth reference to it this is, and the ids made of both. */
function numbersOf(token: Token | undefined, marker: string) {
  const note = Number(token?.meta?.id) + 1
  const place = Number(token?.meta?.subId ?? 0)
  const id = (what: 'fn' | 'fnref', nth = 0) => `post-${marker}-${what}-${note}${nth > 0 ? `-${nth + 1}` : ''}`
  return { note, place, id }
}
