/** What somebody may have meant who found nothing: for each word that is nowhere in their sight, the nearest that is. */
import { type SQL, sql } from 'drizzle-orm'
import { records } from '../bulk/records.ts'
import type { Ctx } from '../core/context.ts'
import { PLANNED_ANEW } from '../core/db.ts'
import type { Asked } from './engine.ts'
import { bare, isFiller } from './fillers.ts'
import { formsOf, inOrder, inSight } from './matching.ts'
import { nameable, wordsOf } from './words.ts'

const MOST_WORDS = 8
/** With fewer letters, what is still being typed may become anything. */
const SHORTEST_BEGUN = 5
/** The likest by their trigrams, of which those with the fewest slips are looked at. */
const ALIKE = 30
const MOST_TRIED = 4
/** Of a word that may be two. */
const SHORTEST_PART = 3

/**
 * The words to look for instead, by those that were asked for. A word is only offered when the actor finds a post by it,
 * so that none tells what is said where they may not read. At most two queries.
 */
export async function meantBy(ctx: Ctx, { words, begun }: Asked): Promise<ReadonlyMap<string, string>> {
  const last = begun ? words.at(-1) : undefined
  const asked = [...new Set(words)].flatMap(typed => readAs(typed, typed === last)).slice(0, MOST_WORDS)
  if (asked.length === 0) return new Map()
  const unknown = await unknownOf(ctx, asked)
  const tries = unknown.flatMap(({ typed, word, folded, alike }) => [
    ...partings(word).map(([one, other]) => ({ typed, other: `${one} ${other}` })),
    ...nearest(folded, alike).map(other => ({ typed, other })),
  ])
  if (tries.length === 0) return new Map()
  const known = await knownAmong(
    ctx,
    tries.map(({ other }) => other),
  )
  const meant = new Map<string, string>()
  for (const { typed, other } of tries) if (known.has(other) && !meant.has(typed)) meant.set(typed, other)
  return meant
}

type Read = { readonly typed: string; readonly word: string; readonly begun: boolean }

/** The one word that may have been mistyped; none where it need not be there, or may be anything. */
function readAs(typed: string, begun: boolean): Read[] {
  const words = wordsOf(bare(typed))
  const [word] = nameable(words)
  if (word === undefined || words.length !== 1) return []
  const mayBeMistyped = begun ? word.length >= SHORTEST_BEGUN : !isFiller(words)
  return mayBeMistyped ? [{ typed, word, begun }] : []
}

/** What stands next to each other in a word that lacks a space: `portebagages`. */
function partings(word: string): (readonly [string, string])[] {
  const places = Math.max(0, word.length - 2 * SHORTEST_PART + 1)
  return Array.from({ length: places }, (_, at) => at + SHORTEST_PART).map(
    at => [word.slice(0, at), word.slice(at)] as const,
  )
}

/**
 * That the actor finds something by a word. By the index alone: to whom one post is enough, the planner would read all of
 * them from the first on, and a word that nobody says is in none.
 */
const finds = (ctx: Ctx, query: SQL): SQL => sql`exists (
  select from (select post_id from search_posts where vector @@ (${query}) offset 0) s
  join posts on posts.id = s.post_id join threads on threads.id = posts.thread_id where ${inSight(ctx)})`

type Unknown = {
  readonly typed: string
  readonly word: string
  readonly folded: string
  readonly alike: readonly string[]
}

/** Those of the words by which the actor finds nothing, with words that are alike. One query. */
async function unknownOf(ctx: Ctx, words: readonly Read[]): Promise<Unknown[]> {
  const asked = words.map(
    ({ typed, word, begun }) => sql`(${typed}, ${word}, unaccent(${word}), ${finds(ctx, formsOf([word], begun))})`,
  )
  const rows = await ctx.db.execute<Unknown>(sql`
    ${PLANNED_ANEW} select asked.typed, asked.word, asked.folded, search_words_like(asked.folded, ${ALIKE}) as alike
    from (values ${sql.join(asked, sql`, `)}) as asked (typed, word, folded, known) where not asked.known`)
  return [...rows]
}

/**
 * Those of the words that stand in a post in sight of the actor, and not only as the stem of another; and of what is two
 * words, what stands there in any form: it tells nothing but a space. One query.
 */
async function knownAmong(ctx: Ctx, words: readonly string[]): Promise<ReadonlySet<string>> {
  const tries = words.map(word => ({ word, parts: word.split(' ') }))
  const rows = await ctx.db.execute<{ word: string }>(sql`
    select r.word from ${records(
      tries.map(({ word, parts }) => ({
        word,
        query: inOrder(parts, parts.length > 1 ? '' : ':AC'),
        apart: parts.length > 1,
      })),
      sql`word text, query text, apart boolean`,
    )}
    where case when r.apart then ${finds(ctx, sql`to_tsquery('guildhall_en', r.query) || to_tsquery('guildhall_fr', r.query)`)}
      else ${finds(ctx, sql`to_tsquery('guildhall_none', r.query)`)} end`)
  return new Set(rows.map(({ word }) => word))
}

/** How many slips make another word of one: one in a short word, two in a longer one. */
const slipsIn = (word: string): number => (word.length < 6 ? 1 : 2)

/** Those that are a few slips away, nearest first; of those alike, what begins as it does: few slip at the first letter. */
function nearest(word: string, alike: readonly string[]): string[] {
  const begins = (other: string) => other[0] === word[0]
  return alike
    .filter(other => other !== word && Math.abs(other.length - word.length) <= slipsIn(word))
    .map(other => ({ other, slips: slipsBetween(word, other) }))
    .filter(({ slips }) => slips <= slipsIn(word))
    .toSorted((a, b) => a.slips - b.slips || Number(begins(b.other)) - Number(begins(a.other)))
    .slice(0, MOST_TRIED)
    .map(({ other }) => other)
}

/** A letter too much, too little, another, or two the wrong way round: each is one (the distance of Damerau). */
export function slipsBetween(one: string, other: string): number {
  let before: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, place) => place)
  for (let row = 1; row <= one.length; row++) {
    const current = [row]
    for (let place = 1; place <= other.length; place++) {
      const same = one[row - 1] === other[place - 1]
      const turned = row > 1 && place > 1 && one[row - 1] === other[place - 2] && one[row - 2] === other[place - 1]
      current[place] = Math.min(
        (last[place] ?? 0) + 1,
        (current[place - 1] ?? 0) + 1,
        (last[place - 1] ?? 0) + (same ? 0 : 1),
        turned ? (before[place - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    before = last
    last = current
  }
  return last[other.length] ?? 0
}
