/**
 * What a Meilisearch finds, by its documentation: words without accents, the last one as a beginning unless something
 * follows it, a slip in words of five letters and two in words of nine, "phrases" as they stand, -without; filters of
 * attributes that are filterable, and ranking rules one after the other. Over few documents, one by one.
 */
import type { Settings } from 'meilisearch'
import { slipsBetween } from '../../server/search/typos.ts'

export type Doc = Readonly<Record<string, unknown>>
/** As it says that it will not, or cannot. */
export type Failure = {
  readonly message: string
  readonly code: string
  readonly type: string
  readonly link: string
}

export const failure = (code: string, message: string, type = 'invalid_request'): Failure => ({
  ...{ message, code, type },
  link: `https://docs.meilisearch.com/errors#${code}`,
})

type Term = { readonly words: readonly string[]; readonly isPhrase: boolean; readonly isBegun: boolean }
type Query = { readonly terms: readonly Term[]; readonly without: readonly Term[] }

/** It takes no more terms into account: all after these are not even read. */
const MOST_TERMS = 10

const wordsIn = (text: unknown): string[] =>
  String(text)
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)

/** A minus counts after a space, before a word or a quotation mark. */
const PIECE = /(?<=^|\s)(-?)"([^"]*)"?|(?<=^|\s)(-?)([^\s"]+)/gu

function queryOf(q: string): Query {
  const [terms, without]: [Term[], Term[]] = [[], []]
  for (const { 0: piece, 1: minus, 2: quoted, 3: sign, 4: plain = '', index } of q.matchAll(PIECE)) {
    if (terms.length >= MOST_TERMS) break
    const isLast = index + piece.length === q.length
    if (quoted !== undefined) (minus ? without : terms).push({ words: wordsIn(quoted), isPhrase: true, isBegun: false })
    else
      for (const word of wordsIn(plain))
        (sign ? without : terms).push({
          words: [word],
          isPhrase: false,
          isBegun: isLast && word === wordsIn(plain).at(-1),
        })
  }
  return { terms, without }
}

/** Where a term is in a document, and how well: null where it is not. */
type Match = { readonly slips: number; readonly attribute: number; readonly place: number; readonly exact: boolean }

const slipsAllowed = (word: string, { typoTolerance }: Settings): number => {
  const { oneTypo, twoTypos } = typoTolerance?.minWordSizeForTypos ?? {}
  if (word.length >= (twoTypos ?? 9)) return 2
  return word.length >= (oneTypo ?? 5) ? 1 : 0
}

/** A slip in the first letter counts as two. */
function slipsOf(word: string, other: string): number {
  const slips = slipsBetween(word, other)
  return slips > 0 && word[0] !== other[0] ? slips + 1 : slips
}

function matchOf({ words, isPhrase, isBegun }: Term, doc: Doc, settings: Settings, isForgiving = true): Match | null {
  let best: Match | null = null
  for (const [attribute, name] of (settings.searchableAttributes ?? Object.keys(doc)).entries()) {
    const text = wordsIn(doc[name])
    for (const place of text.keys()) {
      const found = isPhrase ? phraseAt(words, text, place) : wordAt(words[0] ?? '', text[place] ?? '', { isBegun })
      const allowed = isPhrase || !isForgiving ? 0 : slipsAllowed(words[0] ?? '', settings)
      if (found === null || found.slips > allowed) continue
      const match = { ...found, attribute, place }
      if (!best || match.slips < best.slips) best = match
    }
  }
  return best
}

const phraseAt = (words: readonly string[], text: readonly string[], place: number) =>
  words.length > 0 && words.every((word, by) => text[place + by] === word) ? { slips: 0, exact: true } : null

function wordAt(word: string, other: string, { isBegun }: { isBegun: boolean }) {
  const whole = slipsOf(word, other)
  const begun = isBegun ? slipsOf(word, other.slice(0, word.length)) : whole
  return { slips: Math.min(whole, begun), exact: word === other }
}

type Search = {
  readonly q?: string
  readonly filter?: string | readonly string[]
  readonly sort?: readonly string[]
  readonly limit?: number
  readonly matchingStrategy?: string
  readonly attributesToRetrieve?: readonly string[]
}

/** The answer to a search. */
export function searchIn(
  documents: readonly Doc[],
  settings: Settings,
  { q = '', filter = [], sort = [], limit = 20, matchingStrategy = 'last', attributesToRetrieve }: Search,
): readonly [status: number, answer: unknown] {
  const filtered = filteredBy(documents, settings, filter)
  if (!Array.isArray(filtered)) return [400, filtered]
  const unsorted = sort.find(one => !settings.sortableAttributes?.includes(one.split(':')[0] ?? ''))
  if (unsorted) return [400, failure('invalid_search_sort', `Attribute \`${unsorted}\` is not sortable.`)]
  if (matchingStrategy !== 'all') return [400, failure('bad_request', 'only the strategy `all` is played here')]
  const { terms, without } = queryOf(q)
  const found = filtered.flatMap(doc => {
    if (without.some(term => matchOf(term, doc, settings, false))) return []
    const matches = terms.map(term => matchOf(term, doc, settings)).filter(match => match !== null)
    return matches.length === terms.length ? [{ doc, matches }] : []
  })
  const rules = (settings.rankingRules ?? []).flatMap(rule => (rule === 'sort' ? sort : [rule]))
  const ranked = found.toSorted((a, b) => rules.map(rule => byRule(rule, a, b)).find(order => order !== 0) ?? 0)
  const most = Math.min(limit, settings.pagination?.maxTotalHits ?? 1000)
  const hits = ranked
    .slice(0, most)
    .map(({ doc }) =>
      attributesToRetrieve ? Object.fromEntries(attributesToRetrieve.map(name => [name, doc[name]])) : doc,
    )
  return [200, { hits, query: q, processingTimeMs: 0, limit: most, offset: 0, estimatedTotalHits: ranked.length }]
}

type Ranked = { readonly doc: Doc; readonly matches: readonly Match[] }

const sum = (matches: readonly Match[], of: (match: Match) => number): number =>
  matches.reduce((all, match) => all + of(match), 0)

function byRule(rule: string, a: Ranked, b: Ranked): number {
  const by = (of: (match: Match) => number) => sum(a.matches, of) - sum(b.matches, of)
  switch (rule) {
    case 'words':
      return 0
    case 'typo':
      return by(({ slips }) => slips)
    case 'proximity':
      return distance(a.matches) - distance(b.matches)
    case 'attribute':
      return by(({ attribute }) => attribute) || by(({ place }) => place)
    case 'exactness':
      return by(({ exact }) => (exact ? 0 : 1))
  }
  const [name = '', order] = rule.split(':')
  const difference = Number(a.doc[name]) - Number(b.doc[name])
  return order === 'desc' ? -difference : difference
}

/** How far the terms stand from each other, each from the one before. */
const distance = (matches: readonly Match[]): number =>
  matches.reduce((all, match, at) => {
    const before = matches[at - 1]
    if (!before) return all
    return all + (before.attribute === match.attribute ? Math.min(8, Math.abs(match.place - before.place)) : 8)
  }, 0)

const CONDITION = /^(\w+) (=|>=|<=|<|>|IN) (.+)$/

/** Those that all conditions let through; a refusal of what cannot be filtered by. */
export function filteredBy(
  documents: readonly Doc[],
  { filterableAttributes }: Settings,
  filter: string | readonly string[],
): readonly Doc[] | Failure {
  const tests: ((doc: Doc) => boolean)[] = []
  for (const condition of [filter].flat()) {
    const [, name = '', operator = '', value = ''] = CONDITION.exec(condition) ?? []
    if (!filterableAttributes?.includes(name))
      return failure('invalid_search_filter', `Attribute \`${name}\` is not filterable: ${condition}`)
    tests.push(doc => holds(doc[name], operator, value))
  }
  return documents.filter(doc => tests.every(test => test(doc)))
}

function holds(has: unknown, operator: string, value: string): boolean {
  switch (operator) {
    case 'IN':
      return value.slice(1, -1).split(',').includes(String(has))
    case '=':
      return String(has) === value
    case '>=':
      return Number(has) >= Number(value)
    case '<=':
      return Number(has) <= Number(value)
    default:
      return operator === '<' ? Number(has) < Number(value) : Number(has) > Number(value)
  }
}
