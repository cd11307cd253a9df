/**
 * The part of a post in which the words are that were looked for, and where in it they stand. Whichever engine found the
 * post, its words are marked here: as parts of plain text, which a view or a program puts into whatever it writes.
 */
import { plain } from '../../client/lib/plain.ts'

export type Part = { readonly text: string; readonly marked: boolean }

export type Sought = {
  readonly words: readonly string[]
  readonly phrases: readonly string[]
  /** Whether the last word may be only the beginning of one. */
  readonly begun: boolean
}

/** Characters of a snippet. */
const LENGTH = 220
/** How much of it stands before the first word that was found. */
const LEAD = 60

const WORD = /[\p{L}\p{N}\p{M}]+/gu

/** All of a short text, such as a title, with what was found in it marked. */
export const marked = (text: string, sought: Sought): Part[] => partsOf(text, spansIn(text, sought))

/** The stretch of a text that has most of what was looked for; its beginning when it has none of it. */
export function snippetOf(text: string, sought: Sought): Part[] {
  const spans = spansIn(text, sought)
  const best = densest(spans)
  const from = best === null || best.from <= LEAD ? 0 : afterSpace(text, best.from - LEAD)
  const to = text.length - from <= LENGTH ? text.length : beforeSpace(text, from + LENGTH, best?.to ?? from)
  const shown = spans
    .filter(span => span.from >= from && span.to <= to)
    .map(span => ({ ...span, from: span.from - from, to: span.to - from }))
  const parts = partsOf(text.slice(from, to), shown)
  return [
    ...(from > 0 ? [{ text: '…', marked: false }] : []),
    ...parts,
    ...(to < text.length ? [{ text: '…', marked: false }] : []),
  ]
}

/** A stretch of a text, and which of the things looked for it is. */
type Span = { readonly from: number; readonly to: number; readonly which: number }
type Token = Omit<Span, 'which'> & { readonly word: string }

const tokensOf = (text: string): Token[] =>
  [...text.matchAll(WORD)].map(({ 0: word, index }) => ({ from: index, to: index + word.length, word: plain(word) }))

function spansIn(text: string, { words, phrases, begun }: Sought): Span[] {
  const tokens = tokensOf(text)
  const wanted = words.flatMap((word, at) =>
    tokensOf(word).map(one => ({ word: one.word, begun: begun && at === words.length - 1 })),
  )
  const spans: Span[] = tokens.flatMap(({ from, to, word }) => {
    const which = wanted.findIndex(one => isForm(word, one))
    return which < 0 ? [] : [{ from, to, which }]
  })
  for (const [at, phrase] of phrases.entries()) spans.push(...placesOf(phrase, tokens, wanted.length + at))
  return spans.sort((a, b) => a.from - b.from || b.to - a.to)
}

function placesOf(phrase: string, tokens: readonly Token[], which: number): Span[] {
  const said = tokensOf(phrase).map(({ word }) => word)
  if (said.length === 0) return []
  return tokens.flatMap(({ from }, at) => {
    const last = tokens[at + said.length - 1]
    return last && said.every((word, by) => tokens[at + by]?.word === word) ? [{ from, to: last.to, which }] : []
  })
}

/** Endings that make another form of a word of it, in English and French, the longest first. */
const ENDING = /(?:ements?|ments?|ings?|ations?|aient|ants?|ents?|ees?|ers?|ies|ait|ons|ed|es|ez|er|e|s|x|y)$/
const SHORTEST_STEM = 3
/** How much longer the form of a word may be. */
const LONGER = 2

function isForm(word: string, sought: { readonly word: string; readonly begun: boolean }): boolean {
  if (word === sought.word) return true
  if (sought.begun && word.startsWith(sought.word)) return true
  const stem = stemOf(sought.word)
  if (stem.length < SHORTEST_STEM) return false
  return stemOf(word) === stem || (word.startsWith(sought.word) && word.length - sought.word.length <= LONGER)
}

function stemOf(word: string): string {
  const stem = word.replace(ENDING, '')
  return stem.length < SHORTEST_STEM ? word : stem
}

/** Where a snippet begins that holds most of the things looked for; the first of those that hold as many. */
function densest(spans: readonly Span[]): Span | null {
  let best: Span | null = null
  let most = 0
  for (const [at, span] of spans.entries()) {
    const within = new Set<number>()
    for (let next = at; next < spans.length; next++) {
      const one = spans[next]
      if (!one || one.to > span.from + LENGTH - LEAD) break
      within.add(one.which)
    }
    if (best === null || within.size > most) {
      best = span
      most = within.size
    }
  }
  return best
}

/** The beginning of the first whole word from there on. */
function afterSpace(text: string, at: number): number {
  const space = text.indexOf(' ', at)
  return space < 0 || space > at + LEAD ? whole(text, at) : space + 1
}

/** The end of the last whole word up to there, but not before `least`. */
function beforeSpace(text: string, at: number, least: number): number {
  const space = text.lastIndexOf(' ', at)
  return space <= least ? whole(text, Math.max(at, least)) : space
}

/** A character outside the basic plane is not cut in half. */
const whole = (text: string, at: number): number => (/[\udc00-\udfff]/.test(text.charAt(at)) ? at - 1 : at)

function partsOf(text: string, spans: readonly Span[]): Part[] {
  const parts: Part[] = []
  let at = 0
  for (const { from, to } of spans) {
    if (to <= at) continue
    const begin = Math.max(from, at)
    if (begin > at) parts.push({ text: text.slice(at, begin), marked: false })
    parts.push({ text: text.slice(begin, to), marked: true })
    at = to
  }
  if (at < text.length) parts.push({ text: text.slice(at), marked: false })
  return parts
}
