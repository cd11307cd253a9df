/**
 * Links: those to this site are relative, those to our own threads that have a line for themselves become cards (what a
 * card shows is looked up when it is read, for who reads it; what is stored is a plain link).
 */
import type { MarkdownIt, StateCore, Token } from 'markdown-it'
import { relativeTo, type ThreadPlace, threadAt } from '../own-links.ts'
import { leadsAway, OUTWARD } from '../safe-url.ts'
import { MOST, workOf } from '../work.ts'
import { eachInline, isBlank, isBreak } from './tokens.ts'

/** Of what begins an address, one of these is in each: `http:`, `mailto:`, `//`, `www.`, and a mail address. */
const MAYBE_ADDRESS = /[:@]|\/\/|www\./i

export function links(md: MarkdownIt): void {
  // Only what says its scheme, or begins with www., becomes a link: "version.2" and "node.js" are words.
  md.linkify.set({ fuzzyLink: false, fuzzyEmail: true, fuzzyIP: false })
  md.linkify.add('www.', {
    validate: (text, at, linkify) => {
      const rest = linkify.matchAtStart(`http://www.${text.slice(at, at + MOST.address)}`)
      return Math.max(0, (rest?.lastIndex ?? 0) - 'http://www.'.length)
    },
    normalize: match => {
      match.url = `http://${match.url}`
    },
  })
  const { linkify } = md
  const matchAtStart = linkify.matchAtStart.bind(linkify)
  // Looking for an address's end takes time with its length, and each `//` begins to look: bounded, that is no trap.
  linkify.matchAtStart = text => matchAtStart(text.slice(0, MOST.address))
  // It is asked of each text, twice, before `match` looks for the same; most hold nothing of which an address could be made.
  linkify.test = text => MAYBE_ADDRESS.test(text)
  const match = linkify.match.bind(linkify)
  linkify.match = text => match(text) ?? []
  md.core.ruler.push('own_links', ownAndOthers)
  md.core.ruler.push('cards', makeCards)
  md.renderer.rules.card = (tokens, index) => {
    const { content = '', attrs } = tokens[index] ?? {}
    return `<a class="card"${md.renderer.renderAttrs({ attrs: attrs ?? [] })}>${md.utils.escapeHtml(content)}</a>`
  }
}

/** The address of a link's token. */
export const hrefOf = (token: Token | undefined): string => String(token?.attrGet('href') ?? '')

/** Our own are relative; all others say that they are not ours. */
function ownAndOthers(state: StateCore): void {
  const { origin } = workOf(state.env).known
  eachInline(state, children => {
    for (const token of children) {
      if (token.type !== 'link_open') continue
      const address = relativeTo(origin, hrefOf(token))
      token.attrSet('href', address)
      if (leadsAway(address)) token.attrSet('rel', OUTWARD)
    }
    return undefined
  })
}

function makeCards(state: StateCore): void {
  let left: number = MOST.cards
  eachInline(state, (children, at) => {
    const paragraph = state.tokens[at - 1]
    if (left === 0 || paragraph?.type !== 'paragraph_open' || paragraph.level > 0) return undefined
    if (!children.some(mayBeCard)) return undefined
    const lines = linesOf(children).map(line => {
      const card = left > 0 ? cardOf(state, line) : null
      if (card) left--
      return card ? [card] : line
    })
    return lines.flat().filter((token, index, all) => !isBreak(token) || !besideCard(all, index))
  })
}

/** Most texts hold nothing that could be one, and need no taking apart. */
const mayBeCard = (token: Token): boolean =>
  (token.type === 'link_open' ? hrefOf(token) : token.content).includes('/t/')

/** A card is a block: a line break before or after it would be one too many. */
const besideCard = (tokens: readonly Token[], index: number): boolean =>
  tokens[index - 1]?.type === 'card' || tokens[index + 1]?.type === 'card'

/** The pieces of each line; a line's end is a piece of its own. */
function linesOf(children: readonly Token[]): Token[][] {
  const lines: Token[][] = [[]]
  for (const token of children) {
    if (isBreak(token)) lines.push([token], [])
    else lines.at(-1)?.push(token)
  }
  return lines
}

/** The card that a line is, if it is nothing but a link to a thread of ours. */
function cardOf(state: StateCore, line: readonly Token[]): Token | null {
  const [one, text, end, ...rest] = line.filter(token => !isBlank(token))
  if (!one || rest.length > 0) return null
  if (one.type === 'text') return text ? null : card(state, one.content.trim(), one.content.trim())
  if (one.type !== 'link_open' || text?.type !== 'text' || end?.type !== 'link_close') return null
  return card(state, hrefOf(one), text.content)
}

function card(state: StateCore, address: string, content: string): Token | null {
  const path = relativeTo(workOf(state.env).known.origin, address)
  const place = threadAt(path)
  if (!place) return null
  const token = new state.Token('card', 'a', 0)
  token.content = content
  token.attrs = [['href', path], ['data-thread', String(place.threadId)], ...postAttribute(place)]
  return token
}

const postAttribute = ({ postNumber }: ThreadPlace): [string, string][] =>
  postNumber === null ? [] : [['data-post', String(postNumber)]]
