/**
 * Quotes of posts: a block quote whose first line is `[@mia](/t/42/a-slug/3):`. It carries its own words; nothing is read
 * from the post that it names, which its reader might not see.
 */
import type { MarkdownIt, StateCore, Token } from 'markdown-it'
import { threadAt } from '../own-links.ts'
import { hrefOf } from './links.ts'
import { isBlank, isBreak } from './tokens.ts'

export function quotes(md: MarkdownIt): void {
  md.core.ruler.after('own_links', 'quotes', state => {
    for (let at = 0; at < state.tokens.length; at++) {
      if (state.tokens[at]?.type === 'blockquote_open') attribute(state, at)
    }
  })
  md.renderer.rules.attribution = (tokens, index) => {
    const { content = '', attrs } = tokens[index] ?? {}
    const rendered = md.renderer.renderAttrs({ attrs: attrs ?? [] })
    return `<a${rendered} data-word="quoted">${md.utils.escapeHtml(content)}</a>`
  }
}

/** Takes the first line apart from the words that follow it. */
function attribute(state: StateCore, at: number): void {
  const [quote, open, inline, close] = state.tokens.slice(at, at + 4)
  if (!quote || open?.type !== 'paragraph_open' || inline?.type !== 'inline' || !close) return
  const [link, name, end, colon, ...rest] = inline.children ?? []
  if (link?.type !== 'link_open' || name?.type !== 'text' || end?.type !== 'link_close') return
  const place = threadAt(hrefOf(link))
  if (!place?.postNumber || !name.content.startsWith('@') || colon?.content.trim() !== ':') return
  const [first, ...words] = rest.filter((token, index) => index > 0 || !isBlank(token))
  if (first && !isBreak(first)) return
  const token = new state.Token('attribution', 'a', 0)
  token.content = name.content
  token.attrs = [
    ['href', hrefOf(link)],
    ['data-post', String(place.postNumber)],
  ]
  quote.attrSet('class', 'quote')
  open.attrSet('class', 'by')
  inline.children = [token]
  if (words.length > 0) state.tokens.splice(at + 4, 0, ...paragraph(state, words, inline.level))
}

function paragraph(state: StateCore, children: Token[], level: number): Token[] {
  const [open, inline, close] = [
    new state.Token('paragraph_open', 'p', 1),
    new state.Token('inline', '', 0),
    new state.Token('paragraph_close', 'p', -1),
  ]
  inline.children = children
  for (const token of [open, inline, close]) token.block = true
  open.level = close.level = level - 1
  inline.level = level
  return [open, inline, close]
}
