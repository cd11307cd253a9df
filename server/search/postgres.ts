/**
 * Full text in PostgreSQL. Which posts hold the words its index knows; whose they are, where they stand and who sees them
 * is asked of posts and threads in the same statement, so that nothing of it can be out of date (docs/decisions/0072).
 */
import { type SQL, sql } from 'drizzle-orm'
import { records } from '../bulk/records.ts'
import type { Ctx } from '../core/context.ts'
import { oneOf, PLANNED_ANEW } from '../core/db.ts'
import type { Asked, Found, SearchDocument, SearchEngine, Stretch } from './engine.ts'
import { forgetUnsaid } from './forget.ts'
import { gathered } from './gather.ts'
import { languageOf } from './language.ts'
import { type Words, wordsIn } from './matching.ts'
import { meantBy } from './typos.ts'
import { nameable, wordsOf } from './words.ts'

export const postgresEngine: SearchEngine = { name: 'postgresql', put, drop, find, all, lacking, count, tidy }

/** Two queries. */
async function put(ctx: Ctx, documents: readonly SearchDocument[]): Promise<void> {
  const rows = documents.map(({ postId, title, text }) => ({
    postId,
    language: languageOf(`${title} ${text}`.trim()),
    title: wordsOf(title),
    text: wordsOf(text),
  }))
  await ctx.db.execute(sql`
    insert into search_posts (post_id, language, vector)
    select r."postId", r.language, setweight(to_tsvector('guildhall_none', r.title), 'A') ||
      setweight(to_tsvector('guildhall_none', r.text), 'C') || ${STEMS}
    from ${records(
      rows.map(({ title, text, ...row }) => ({ ...row, title: title.join(' '), text: text.join(' ') })),
      sql`"postId" bigint, language text, title text, text text`,
    )}
    join posts on posts.id = r."postId"
    on conflict (post_id) do update set language = excluded.language, vector = excluded.vector`)
  const words = nameable(rows.flatMap(({ title, text }) => [...title, ...text]))
  await ctx.db.execute(sql`
    insert into search_words (word)
    select distinct unaccent(word) as word from unnest(${sql.param(words)}::text[]) as said (word)
    order by word on conflict do nothing`)
}

const stemsIn = (language: 'en' | 'fr'): SQL => {
  const config = sql.raw(`'guildhall_${language}'`)
  return sql`setweight(to_tsvector(${config}, r.title), 'B') || setweight(to_tsvector(${config}, r.text), 'D')`
}

/** A short text may be in either language. */
const STEMS = sql`case r.language when 'en' then ${stemsIn('en')} when 'fr' then ${stemsIn('fr')}
  else ${stemsIn('en')} || ${stemsIn('fr')} end`

async function drop(ctx: Ctx, postIds: readonly number[]): Promise<void> {
  await ctx.db.execute(sql`delete from search_posts where ${oneOf(sql`post_id`, postIds)}`)
}

/** One query, along both indexes. */
async function lacking(ctx: Ctx, before: number, limit: number): Promise<number[]> {
  const rows = await ctx.db.execute<{ id: number }>(sql`
    select posts.id::float8 as id from posts
    where posts.id < ${before}::bigint and not exists (select from search_posts s where s.post_id = posts.id)
    order by posts.id desc limit ${limit}::int`)
  return rows.map(({ id }) => id)
}

async function count(ctx: Ctx): Promise<number> {
  const [row] = await ctx.db.execute<{ count: number }>(sql`select count(*)::float8 as count from search_posts`)
  return row?.count ?? 0
}

/** Words that nobody says any more are forgotten. */
async function tidy(ctx: Ctx): Promise<void> {
  await forgetUnsaid(ctx)
  for (const table of ['search_posts', 'search_words']) await ctx.db.execute(sql`analyze ${sql.identifier(table)}`)
}

/** One query; where it finds nothing, at most three more to look for what may have been meant. */
async function find(ctx: Ctx, asked: Asked, stretch: Stretch): Promise<Found> {
  const found = await look(ctx, asked, stretch)
  if (found.total > 0 || asked.words.length === 0) return { ...found, meant: new Map() }
  const meant = await meantBy(ctx, asked)
  const words = asked.words.map(word => meant.get(word) ?? word)
  const other = meant.size > 0 ? await look(ctx, { ...asked, words }, stretch) : NOTHING
  // Somebody says the other word, but not where it was looked for: that would be no help.
  return { ...other, meant: other.total > 0 ? meant : new Map() }
}

const NOTHING = { hits: [], total: 0 }

async function look(ctx: Ctx, asked: Asked, { per, from, limit }: Stretch): Promise<Omit<Found, 'meant'>> {
  const words = wordsIn(asked)
  if (words.none) return NOTHING
  const best =
    per === 'thread'
      ? sql`select distinct on (thread_id) * from rated order by thread_id, score desc`
      : sql`select * from rated`
  const [row] = await ctx.db.execute<{ total: number; hits: readonly [number, number][] }>(sql`
    ${PLANNED_ANEW} with ${gathered(ctx, { asked, words })}, rated as (
      select id, thread_id, ${scoreOf(ctx, asked, words)} as score from matching
    ), best as (${best}), shown as (
      select id, thread_id, row_number() over (order by score desc, id desc) as place from best
      order by place offset ${from} limit ${limit}
    )
    select (select count(*)::int from best) as total,
      (select coalesce(json_agg(json_build_array(id, thread_id) order by place), '[]') from shown) as hits`)
  if (!row) return NOTHING
  return { total: row.total, hits: row.hits.map(([postId, threadId]) => ({ postId, threadId })) }
}

/** One query. */
async function all(ctx: Ctx, asked: Asked): Promise<number[]> {
  const words = wordsIn(asked)
  if (words.none) return []
  const rows = await ctx.db.execute<{ id: number }>(
    sql`${PLANNED_ANEW} with ${gathered(ctx, { asked, words })} select id::float8 as id from matching`,
  )
  return rows.map(({ id }) => id)
}

/** How much D, C, B and A count: a title far more than a text, a word as it stands a little more than its other forms. */
const WEIGHTS = sql.raw(`'{0.1, 0.15, 0.9, 1}'`)
/** By the logarithm of its length: a long text has more of everything. */
const BY_LENGTH = sql.raw('1')
/** Seconds after which a post counts half. */
const HALF_LIFE = sql.raw(String(3 * 365 * 24 * 60 * 60))

/** The larger, the further up. */
function scoreOf(ctx: Ctx, { sort }: Asked, { wanted, better }: Words): SQL {
  if (sort === 'oldest') return sql`-id`
  if (sort === 'newest' || !wanted) return sql`id`
  const age = sql`greatest(0, extract(epoch from ${ctx.now().toISOString()}::timestamptz - created_at))`
  const rank = better ? sql`(${rankOf(wanted)} + ${rankOf(better)})` : rankOf(wanted)
  return sql`${rank} * ${HALF_LIFE} / (${HALF_LIFE} + ${age})`
}

const rankOf = (query: SQL): SQL => sql`ts_rank_cd(${WEIGHTS}, vector, (${query}), ${BY_LENGTH})`
