/**
 * Meilisearch. It finds words, and is told so much of a post that it need not find in vain; which of the posts may be shown,
 * and are those that were asked for, the database says of each (docs/decisions/0073).
 */
import { isDeepStrictEqual } from 'node:util'
import { sql } from 'drizzle-orm'
import type { Ctx } from '../../core/context.ts'
import { documentsOf } from '../documents.ts'
import {
  type Asked,
  type Found,
  MOST_COUNTED,
  mostOf,
  type SearchDocument,
  type SearchEngine,
  type Stretch,
} from '../engine.ts'
import { postgresEngine } from '../postgres.ts'
import { MeilisearchAway, meiliFor } from './client.ts'
import { type Document, documentFor } from './document.ts'
import { filledOf, indexesOf, type Kept, keptHere, keptOf } from './kept.ts'
import { isNarrowedElsewhere, type Question, questionOf } from './question.ts'
import { type Sifted, sift } from './sift.ts'

/** All its methods throw MeilisearchAway where it cannot be asked, or should not be. */
export const meilisearch: SearchEngine = {
  name: 'meilisearch',
  ...keeping(indexesOf),
  find: async (ctx, asked, stretch) => {
    const found = await look(ctx, asked, stretch)
    // A slip it forgives by itself, and says nothing of it.
    return found ? { ...found, meant: new Map() } : postgresEngine.find(ctx, asked, stretch)
  },
  all: async (ctx, asked) => {
    const found = await look(ctx, asked, EVERY_POST)
    return found ? found.hits.map(({ postId }) => postId) : postgresEngine.all(ctx, asked)
  },
  lacking,
  count,
  // It forgets by itself.
  tidy: async () => {},
}

/** Puts into those of the indexes that `choose` names, and takes out of them. */
export function keeping(choose: (kept: Kept) => readonly string[]): Pick<SearchEngine, 'put' | 'drop'> {
  return {
    put: async (ctx, documents) => {
      for (const index of choose(await keptOf(ctx))) await put(ctx, index, documents)
    },
    drop: async (ctx, postIds) => {
      for (const index of choose(await keptOf(ctx)))
        await meiliFor(ctx).work(client => client.index(index).deleteDocuments([...postIds]))
    },
  }
}

const put = (ctx: Ctx, index: string, documents: readonly SearchDocument[]): Promise<void> =>
  // Without a word on the primary key: an index that is gone must not come back by itself, made otherwise.
  meiliFor(ctx).work(client => client.index<Document>(index).addDocuments(documents.map(documentFor)))

const EVERY_POST: Stretch = { per: 'post', from: 0, limit: MOST_COUNTED }
/** Who looks for what was just written may be told by the other a little sooner. */
const LATE_MS = 30_000

/** Null where PostgreSQL has to answer. One query. */
async function look(ctx: Ctx, asked: Asked, stretch: Stretch): Promise<Omit<Found, 'meant'> | null> {
  const question = questionOf(ctx, asked)
  if (!question) return null
  const { asking } = meiliFor(ctx)
  if (!asking.admits(ctx.now())) throw new MeilisearchAway('it gave no good answer a moment ago')
  try {
    const found = await answerTo(ctx, question, asked, stretch)
    asking.succeeded()
    return found
  } catch (error) {
    if (error instanceof MeilisearchAway) asking.failed(ctx.now(), error.because)
    throw error
  }
}

async function answerTo(
  ctx: Ctx,
  { q, params }: Question,
  asked: Asked,
  stretch: Stretch,
): Promise<Omit<Found, 'meant'> | null> {
  const index = keptHere(ctx).asked
  if (index === null) throw new MeilisearchAway('its index is being filled')
  const postIds = await meiliFor(ctx).search(index, q, params)
  // So many have the words that those which are asked for may not be among the first of them.
  if (postIds.length >= mostOf(asked) && isNarrowedElsewhere(asked)) return null
  const { behindSince, ...found } = await sift(ctx, asked, postIds, stretch)
  if (isLate(ctx, behindSince)) throw new MeilisearchAway('its index is behind')
  return found
}

/** Whether it lacks something for so long that it is not asked. */
export const isLate = (ctx: Ctx, behindSince: Sifted['behindSince']): boolean =>
  behindSince !== null && ctx.now().getTime() - behindSince > LATE_MS

/** Asked about at once: which of so many posts it has. */
const LOOK_AT = 1000

async function lacking(ctx: Ctx, before: number, limit: number): Promise<number[]> {
  const index = filledOf(await keptOf(ctx))
  const found: number[] = []
  if (index === null) return found
  for (let from = before; found.length < limit; ) {
    const rows = await ctx.db.execute<{ id: number }>(sql`
      select id::float8 as id from posts where id < ${from}::bigint order by id desc limit ${LOOK_AT}::int`)
    const last = rows.at(-1)
    if (!last) break
    const ids = rows.map(({ id }) => id)
    const there = new Set((await documentsIn(ctx, index, ids, ['postId'])).map(({ postId }) => postId))
    found.push(...ids.filter(id => !there.has(id)))
    from = last.id
  }
  return found.slice(0, limit)
}

/** What an index has of these posts; only that, where `fields` are named. */
async function documentsIn(
  ctx: Ctx,
  index: string,
  postIds: readonly number[],
  fields?: (keyof Document)[],
): Promise<Document[]> {
  const query = { filter: `postId IN [${postIds}]`, limit: postIds.length, ...(fields && { fields }) }
  const { results } = await meiliFor(ctx).ask(client => client.index<Document>(index).getDocuments(query))
  return results
}

/** Those of the posts of which it has something else than they say, or nothing. */
export async function differing(ctx: Ctx, postIds: readonly number[]): Promise<number[]> {
  const index = filledOf(await keptOf(ctx))
  const said = (await documentsOf(ctx, postIds)).map(documentFor)
  const had = new Map(index === null ? [] : (await documentsIn(ctx, index, postIds)).map(one => [one.postId, one]))
  return said.filter(one => !isDeepStrictEqual(one, had.get(one.postId))).map(({ postId }) => postId)
}

async function count(ctx: Ctx): Promise<number> {
  const index = filledOf(await keptOf(ctx))
  if (index === null) return 0
  return (await meiliFor(ctx).ask(client => client.index(index).getStats())).numberOfDocuments
}
