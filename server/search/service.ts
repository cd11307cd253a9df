/**
 * Searches: what was typed becomes a question to the engine, and what the engine found is read again from the database
 * under the rule of sight. So an index that is old, or wrong, shows nobody what they may not see.
 */
import { and, eq, isNull } from 'drizzle-orm'
import { members, posts, threads } from '../../db/tables/index.ts'
import { categoryTree } from '../categories/tree.ts'
import type { Ctx } from '../core/context.ts'
import { oneOf } from '../core/db.ts'
import { consume, consumeByAddress } from '../core/limits.ts'
import { visiblePosts } from '../posts/policy.ts'
import { type Person, personOf } from '../threads/queries.ts'
import { asksSomething, isNarrowed, type Wanted } from './asked.ts'
import { type Asked, type Found, type Hit, MOST_COUNTED } from './engine.ts'
import { engineOf } from './engines.ts'
import * as facets from './facets.ts'
import { type FoundGroup, foundBeside } from './finds.ts'
import { marked, type Part, type Sought, snippetOf } from './highlight.ts'
import { neededIn } from './matching.ts'
import { hasNames, type Names, named } from './names.ts'
import { shownIn } from './plain.ts'
import { parseQuery } from './query.ts'
import { type Places, type Resolved, resolve } from './resolve.ts'
import { type Begun, type Value, valuesFor } from './values.ts'

export type Result = {
  readonly postId: number
  readonly number: number
  readonly author: Person
  readonly createdAt: Date
  readonly thread: {
    readonly id: number
    readonly slug: string
    readonly title: string
    readonly categoryId: number
    readonly kind: string
    readonly status: string
    readonly replyCount: number
  }
  /** The title, and the words of the post around what was found. */
  readonly title: readonly Part[]
  readonly snippet: readonly Part[]
}

export type Results = {
  readonly items: readonly Result[]
  /** All that there are; `MOST_COUNTED` where there may be more. */
  readonly total: number
  /** Words that were not there, with those that were looked for instead. */
  readonly meant: ReadonlyMap<string, string>
  readonly places: Places
  /** What narrows the search and means nothing to the actor. */
  readonly unknown: Resolved['unknown']
  /** What the engine was asked in the end; null where it was not. */
  readonly asked: Asked | null
  /** What is called so, on the first page of what nothing narrows; null for none. */
  readonly names: Names | null
  /** The same of what else can be found. */
  readonly groups: readonly FoundGroup[]
}

const PER_MINUTE = 60
/** Of each sort of what is called so, or is found beside posts. */
const FEW = 3
/** With fewer results there is nothing to narrow. */
const FEWEST_COUNTED = 2
const SUGGESTED = 5
/** One letter begins nearly everything. */
const SHORTEST_BEGINNING = 2
/** Every keystroke may ask. */
const SUGGESTIONS_PER_MINUTE = 240

const NO_PLACES: Places = { category: null, author: null, tags: [], thread: null }
const NOTHING: Results = {
  ...{ items: [], total: 0, meant: new Map() },
  ...{ places: NO_PLACES, unknown: [], asked: null, names: null, groups: [] },
}
const NOTHING_FOUND: Found = { hits: [], total: 0, meant: new Map() }

type Manner = {
  readonly limit: number
  /** Whether what is found beside posts is wanted too. */
  readonly beside: boolean
}

/**
 * The page of results that is wanted, `limit` long. Queries: one to count the search, two for names or three for what
 * narrows it, one for each sort of what else can be found, the engine's (one, and four where it finds nothing at first),
 * and one for the posts.
 * @throws RateLimited
 */
export async function search(ctx: Ctx, wanted: Wanted, { limit, beside }: Manner): Promise<Results> {
  if (!asksSomething(wanted)) return NOTHING
  await count(ctx, 'search', PER_MINUTE)
  const { asked, places, unknown } = await resolve(ctx, wanted)
  if (unknown.length > 0) return { ...NOTHING, places, unknown }
  const from = (wanted.page - 1) * limit
  const stretch = { per: wanted.per, from, limit: Math.min(limit, MOST_COUNTED - from) }
  const alone = beside && wanted.page === 1 && !isNarrowed(wanted)
  const [found, names, groups] = await Promise.all([
    engineOf(ctx).find(ctx, asked, stretch),
    alone ? named(ctx, wanted.typed.words.join(' '), FEW) : null,
    alone ? foundBeside(ctx, asked, FEW) : [],
  ])
  const settled = withMeant(asked, found.meant)
  return {
    items: await read(ctx, found.hits, settled),
    total: found.total,
    meant: found.meant,
    places,
    unknown,
    asked: settled,
    names: names && hasNames(names) ? names : null,
    groups,
  }
}

/** What was found, counted for the page that shows it; null where that is no help. Two queries. */
export const facetsOf = async (ctx: Ctx, { asked, total }: Results, { per }: Wanted): Promise<facets.Facets | null> =>
  asked && total >= FEWEST_COUNTED ? facets.count(ctx, asked, per) : null

/**
 * The same for a search of which nothing else is wanted. Queries: one to count the search, three for what narrows it, the
 * engine's (two, and five where it finds nothing at first), and one.
 * @throws RateLimited
 */
export async function searchFacets(ctx: Ctx, wanted: Wanted): Promise<facets.Facets> {
  if (!asksSomething(wanted)) return facets.NO_FACETS
  await count(ctx, 'search', PER_MINUTE)
  const { asked, unknown } = await resolve(ctx, wanted)
  if (unknown.length > 0) return facets.NO_FACETS
  const { meant } = await engineOf(ctx).find(ctx, asked, { per: wanted.per, from: 0, limit: 1 })
  return facets.count(ctx, withMeant(asked, meant), wanted.per)
}

export type Suggestions = {
  readonly threads: readonly Result[]
  readonly names: Names
  readonly groups: readonly FoundGroup[]
}

/**
 * What somebody may be about to type. Queries: one to count them, two for names, one for each sort of what else can be
 * found, the engine's, one for the threads.
 * @throws RateLimited
 */
export async function suggest(ctx: Ctx, text: string): Promise<Suggestions> {
  await count(ctx, 'suggestions', SUGGESTIONS_PER_MINUTE)
  const { words, phrases, without } = parseQuery(text)
  const asked: Asked = {
    ...{ words, phrases, without, begun: true, sort: 'best' },
    ...{ categoryIds: null, authorIds: null, tagIds: [], kind: null, status: null, threadId: null },
    ...{ from: null, before: null, unread: null },
  }
  const nothing = phrases.length === 0 && words.every(word => word.length < SHORTEST_BEGINNING)
  const [found, names, groups] = await Promise.all([
    nothing ? NOTHING_FOUND : engineOf(ctx).find(ctx, asked, { per: 'thread', from: 0, limit: SUGGESTED }),
    named(ctx, words.join(' '), FEW),
    foundBeside(ctx, asked, FEW),
  ])
  return { threads: await read(ctx, found.hits, withMeant(asked, found.meant)), names, groups }
}

/** What may follow an operator that is being typed. Queries: one to count them, and at most one. @throws RateLimited */
export async function complete(ctx: Ctx, begun: Begun): Promise<Value[]> {
  await count(ctx, 'suggestions', SUGGESTIONS_PER_MINUTE)
  return valuesFor(ctx, begun)
}

/** Members are counted by who they are, visitors by where they come from. */
async function count(ctx: Ctx, key: string, limit: number): Promise<void> {
  const { id } = ctx.actor
  if (id === null) await consumeByAddress(ctx, { key, limit, seconds: 60 })
  else await consume(ctx, { key: `${key}:${id}`, limit, seconds: 60 })
}

/** With the words that were looked for instead. */
const withMeant = (asked: Asked, meant: Found['meant']): Asked => ({
  ...asked,
  words: asked.words.map(word => meant.get(word) ?? word),
})

/** The posts of these hits that are in sight and stand, in the order of the hits. One query, and none for no hits. */
async function read(ctx: Ctx, hits: readonly Hit[], asked: Sought): Promise<Result[]> {
  if (hits.length === 0) return []
  const sought: Sought = { ...asked, words: neededIn(asked) }
  const rows = await ctx.db
    .select({
      postId: posts.id,
      number: posts.number,
      createdAt: posts.createdAt,
      html: posts.html,
      author: personOf(members),
      thread: {
        id: threads.id,
        slug: threads.slug,
        title: threads.title,
        categoryId: threads.categoryId,
        kind: threads.kind,
        status: threads.status,
        replyCount: threads.replyCount,
      },
    })
    .from(posts)
    .innerJoin(threads, eq(threads.id, posts.threadId))
    .innerJoin(members, eq(members.id, posts.authorId))
    .where(
      and(
        oneOf(
          posts.id,
          hits.map(({ postId }) => postId),
        ),
        visiblePosts(ctx.read(categoryTree), ctx.actor),
        isNull(posts.deletedAt),
        isNull(threads.deletedAt),
      ),
    )
  const byId = new Map(rows.map(row => [row.postId, row]))
  return hits.flatMap(({ postId }) => {
    const row = byId.get(postId)
    if (!row) return []
    const { html, ...rest } = row
    return [{ ...rest, title: marked(row.thread.title, sought), snippet: snippetOf(shownIn(html), sought) }]
  })
}
