/** Other threads that begin with the same rare words. */
import { sql } from 'drizzle-orm'
import type { Ctx } from '../core/context.ts'
import { PLANNED_ANEW } from '../core/db.ts'
import type { SearchDocument } from '../search/engine.ts'
import { formsOf } from '../search/matching.ts'
import { wordsOf } from '../search/words.ts'
import { type Found, STANDS } from './others.ts'

/** Of a long text, its beginning: what it is about is said there. */
const LOOKED_AT = 400
const SHORTEST = 3
/** Asked for in one statement. */
const MOST_WORDS = 12
/** What more of all posts have says nothing of what one is about. */
const COMMON = sql.raw('0.02')
/** The newest that have any of the words. */
const MOST_FOUND = sql.raw('300')
/** One word may be the same by chance. */
const FEWEST_SHARED = 2
/** So many are named as the reason. */
const NAMED = 3

/** Those that have at least two of the rarest words. Two queries. */
export async function byWords(ctx: Ctx, document: SearchDocument): Promise<Found[]> {
  const words = await rareWords(ctx, document)
  if (words.length === 0) return []
  const rows = await having(ctx, document.threadId, words)
  return weighed(words, rows)
}

/**
 * The words of its title and its beginning that few posts have, by PostgreSQL's own statistics of the index; of those that it
 * knows nothing of, which are rarer still, the first. Words that every text has are none in any language of ours. One query.
 */
async function rareWords(ctx: Ctx, { title, text }: SearchDocument): Promise<string[]> {
  const all = [...wordsOf(title), ...wordsOf(text).slice(0, LOOKED_AT)]
  const words = [...new Set(all)].filter(word => word.length >= SHORTEST && /\p{L}/u.test(word))
  const rows = await ctx.db.execute<{ word: string }>(sql`
    select said.word from unnest(${sql.param(words)}::text[]) with ordinality said (word, place)
    left join (
      select known.word, max(known.part) as part from pg_stats,
        unnest(most_common_elems::text::text[], most_common_elem_freqs) known (word, part)
      where schemaname = 'public' and tablename = 'search_posts' and attname = 'vector' and known.word is not null
      group by known.word
    ) common on common.word = unaccent(said.word)
    where ts_lexize('english_stem', said.word) <> '{}' and ts_lexize('french_stem', said.word) <> '{}'
      and coalesce(common.part, 0) < ${COMMON}
    order by coalesce(common.part, 0), said.place limit ${sql.raw(String(MOST_WORDS))}`)
  return rows.map(({ word }) => word)
}

type Row = {
  readonly id: number
  /** Which of the words it has, by their places. */
  readonly has: readonly number[]
}

/** Threads whose opening post has any of the words. One query, of which the newest are taken, as search does. */
async function having(ctx: Ctx, threadId: number, words: readonly string[]): Promise<readonly Row[]> {
  const each = words.map(word => formsOf([word]))
  const has = each.map((word, place) => sql`case when s.vector @@ ${word} then ${sql.raw(String(place))} end`)
  return ctx.db.execute<Row>(sql`
    ${PLANNED_ANEW} select found.id::float8 as id, to_json(array_remove(found.has, null)) as has from (
      select threads.id, array[${sql.join(has, sql`, `)}] as has
      from search_posts s join posts on posts.id = s.post_id join threads on threads.id = posts.thread_id
      where s.vector @@ (${sql.join(each, sql` || `)}) and posts.number = 1 and posts.deleted_at is null
        and posts.hidden_at is null and threads.id <> ${threadId}::bigint and ${STANDS}
      order by s.post_id desc limit ${MOST_FOUND}) found`)
}

/** How much of what the thread is about the others have: the fewer of them have a word, the more it says. */
function weighed(words: readonly string[], rows: readonly Row[]): Found[] {
  const says = words.map((_, place) => {
    const with_ = rows.filter(({ has }) => has.includes(place)).length
    return Math.log((rows.length + 1) / Math.max(1, with_))
  })
  const all = sum(says)
  const fewest = Math.min(FEWEST_SHARED, words.length)
  return rows.flatMap(({ id, has }) => {
    if (has.length < fewest || all === 0) return []
    const score = sum(has.map(place => says[place] ?? 0)) / all
    const named = [...has].sort((a, b) => (says[b] ?? 0) - (says[a] ?? 0)).slice(0, NAMED)
    return [{ otherId: id, score, why: 'words', strength: score, words: named.map(place => words[place] ?? '') }]
  })
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)
