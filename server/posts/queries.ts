/** Reads of posts; sight is applied in every one. */
import { and, asc, eq, gt, gte, lt, type Placeholder, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { members, posts, reactions, reactionTallies, threads } from '../../db/tables/index.ts'
import { categoryTree } from '../categories/tree.ts'
import { serve } from '../cooking/serve.tsx'
import type { Ctx } from '../core/context.ts'
import { type Db, oncePer } from '../core/db.ts'
import { Gone, NotFound } from '../core/errors.ts'
import { COOKED_VERSION } from '../core/text/cooked.ts'
import { SIGHT, type Sight, sightOf, sightValues } from '../threads/policy.ts'
import { head, type Person, personOf, personSql, type ThreadHead } from '../threads/queries.ts'
import { cardsFrom, cardsOf } from './cards.ts'
import { postsIn } from './policy.ts'
import { PAGE_SIZE, type Stretch } from './ranges.ts'
import { recookSoon } from './recook.ts'
import { type Dates, datesSql } from './timeline.ts'

/** How many reacted with one key, and whether the actor is among them. */
export type ReactionCount = { readonly key: string; readonly count: number; readonly mine: boolean }

/** How many reactions a post has. Every one says something good. */
export const likesOf = ({ reactions }: { readonly reactions: readonly ReactionCount[] }): number =>
  reactions.reduce((sum, { count }) => sum + count, 0)

export type PostRow = {
  readonly id: number
  readonly threadId: number
  readonly number: number
  readonly author: Person
  readonly trustLevel: number
  readonly replyTo: { readonly id: number; readonly number: number; readonly gone: boolean } | null
  readonly body: string
  /** Cooked, with its cards filled and its words in the reader's language. */
  readonly html: string
  /** Its beginning, plain. */
  readonly excerpt: string
  readonly version: number
  readonly createdAt: Date
  readonly editedAt: Date | null
  /** Who made the newest version, if it was edited; and why. */
  readonly editor: Person | null
  readonly editReason: string
  readonly wiki: boolean
  readonly hiddenAt: Date | null
  readonly deletedAt: Date | null
  readonly reactions: readonly ReactionCount[]
  readonly deletedBy: Person | null
  readonly deleteReason: string
  readonly threadDeleted: boolean
}

/** A page of a thread: by values, or by the placeholders of a first query. */
type OnPage = { readonly threadId: number | Placeholder; readonly from: number | Placeholder }

/** That a row `p` of posts is on the page. */
const onPage = ({ threadId, from }: OnPage): SQL =>
  sql`p.thread_id = ${threadId} and p.number >= ${from} and p.number < ${from} + ${sql.raw(String(PAGE_SIZE))}`

/**
 * The ids of the posts on the page, in hand before anything is joined to them: of a thread of 100,000 posts the planner
 * believes a page to be long, and would rather go through all that the reader ever kept.
 */
export const idsOnPage = (page: OnPage): SQL => sql`array(select p.id from ${posts} p where ${onPage(page)})`

const answered = alias(posts, 'answered')

const isOutOfSight = (of: Pick<typeof answered, 'deletedAt' | 'hiddenAt'>) =>
  sql<boolean>`${of.deletedAt} is not null or ${of.hiddenAt} is not null`

const columns = {
  id: posts.id,
  threadId: posts.threadId,
  number: posts.number,
  author: personOf(members),
  trustLevel: members.trustLevel,
  replyTo: { id: answered.id, number: answered.number, gone: isOutOfSight(answered) },
  body: posts.body,
  html: posts.html,
  excerpt: posts.excerpt,
  version: posts.version,
  createdAt: posts.createdAt,
  editedAt: posts.editedAt,
  editor: personSql(posts.editorId),
  editReason: posts.editReason,
  wiki: posts.wiki,
  hiddenAt: posts.hiddenAt,
  deletedAt: posts.deletedAt,
  deletedBy: personSql(posts.deletedById),
  deleteReason: posts.deleteReason,
  threadDeleted: sql<boolean>`${threads.deletedAt} is not null`,
}

/** Beside each post, so that a page of them needs no query more. */
const reactionsFor = ({ memberId }: Sight) => sql<readonly ReactionCount[]>`(
  select coalesce(json_agg(given order by given.count desc, given.key), '[]') from (
    select key, sum(times)::int as count, coalesce(bool_or(member_id = ${memberId}), false) as mine from (
      select key, member_id, 1 as times from ${reactions} where post_id = ${posts.id}
      union all
      select key, null, count from ${reactionTallies} where post_id = ${posts.id}) each group by key) given)`

const select = (db: Db, sight: Sight, ...conditions: (SQL | undefined)[]) =>
  selectWith(db, sight, sql<null>`null`, ...conditions)

/** @param beside what the first row brings along */
const selectWith = <Beside>(db: Db, sight: Sight, beside: SQL<Beside>, ...conditions: (SQL | undefined)[]) =>
  db
    .select({
      ...columns,
      beside,
      cookedVersion: posts.cookedVersion,
      cards: cardsOf(sight),
      reactions: reactionsFor(sight),
    })
    .from(posts)
    .innerJoin(threads, eq(threads.id, posts.threadId))
    .innerJoin(members, eq(members.id, posts.authorId))
    .leftJoin(answered, eq(answered.id, posts.replyToId))
    .where(and(postsIn(sight), ...conditions))

/** Posts in sight under further conditions. */
const visible = (ctx: Ctx, ...conditions: (SQL | undefined)[]) =>
  select(ctx.db, sightOf(ctx.read(categoryTree), ctx.actor), ...conditions)

type StoredRow = PostRow & {
  readonly cards: Parameters<typeof cardsFrom>[1]
  readonly cookedVersion: number
  readonly beside: unknown
}

/** Rows as their reader gets them; what is old is cooked anew for the next. */
function served(ctx: Ctx, rows: readonly StoredRow[]): PostRow[] {
  recookSoon(
    ctx,
    rows.filter(({ cookedVersion }) => cookedVersion < COOKED_VERSION).map(({ id }) => id),
  )
  return rows.map(({ cards, cookedVersion: _, beside: __, ...row }) => ({
    ...row,
    html: serve(row.html, { t: ctx.t, cards: cardsFrom(ctx, cards) }),
  }))
}

/** The posts in sight of one page of a thread, in order. One query, whatever the depth. */
export async function page(ctx: Ctx, { threadId, from }: { threadId: number; from: number }): Promise<PostRow[]> {
  const rows = await visible(
    ctx,
    eq(posts.threadId, threadId),
    gte(posts.number, from),
    lt(posts.number, from + PAGE_SIZE),
  ).orderBy(asc(posts.number))
  return served(ctx, rows)
}

/** The same, with when the thread's stretches were written, as far as the page shows a post at all. One query. */
export async function pageWithDates(
  ctx: Ctx,
  { threadId, from, stretches }: { threadId: number; from: number; stretches: readonly Stretch[] },
): Promise<{ posts: PostRow[]; dates: Dates | null }> {
  if (stretches.length === 0) return { posts: await page(ctx, { threadId, from }), dates: null }
  const sight = sightOf(ctx.read(categoryTree), ctx.actor)
  const dates = sql<Dates | null>`case when row_number() over (order by ${posts.number}) = 1
    then ${datesSql(threadId, stretches, postsIn(sight))} end`
  const rows = await selectWith(
    ctx.db,
    sight,
    dates,
    eq(posts.threadId, threadId),
    gte(posts.number, from),
    lt(posts.number, from + PAGE_SIZE),
  ).orderBy(asc(posts.number))
  return { posts: served(ctx, rows), dates: rows[0]?.beside ?? null }
}

/** Of how many replies the best are looked for: what comes later in a thread as long as that is read by date. */
const MOST_WEIGHED = 2000

/**
 * A thread's opening post and then its best replies in sight: those with these ids in their order, and then those with the
 * most reactions, the earlier first. One query.
 */
export async function best(
  ctx: Ctx,
  { threadId, first, limit }: { threadId: number; first: readonly number[]; limit: number },
): Promise<PostRow[]> {
  const inOrder = (id: SQLWrapper, number: SQLWrapper) => sql`
    array_position(${sql.param(`{${first.join()}}`)}::bigint[], ${id}) nulls last,
    (select count(*) from ${reactions} r where r.post_id = ${id})
      + (select coalesce(sum(y.count), 0) from ${reactionTallies} y where y.post_id = ${id}) desc,
    ${number}`
  const chosen = sql`select p.id from (
      select id, number from ${posts} where thread_id = ${threadId} and number > 1 and hidden_at is null and deleted_at is null
      order by number limit ${MOST_WEIGHED}) p
    order by ${inOrder(sql`p.id`, sql`p.number`)} limit ${limit}`
  const rows = await visible(
    ctx,
    eq(posts.threadId, threadId),
    sql`(${posts.number} = 1 or ${posts.id} = any(array(${chosen})))`,
  ).orderBy(sql`${posts.number} > 1, ${inOrder(posts.id, posts.number)}`)
  return served(ctx, rows)
}

/** Posts after or before a number, for programs: at most `limit` and one more, in order. */
export async function around(
  ctx: Ctx,
  { threadId, after, before, limit }: { threadId: number; after?: number; before?: number; limit: number },
): Promise<PostRow[]> {
  const query = visible(
    ctx,
    eq(posts.threadId, threadId),
    after === undefined ? undefined : gt(posts.number, after),
    before === undefined ? undefined : lt(posts.number, before),
  )
  if (after === undefined && before !== undefined) {
    const rows = await query.orderBy(sql`${posts.number} desc`).limit(limit + 1)
    return served(ctx, rows.reverse())
  }
  return served(ctx, await query.orderBy(asc(posts.number)).limit(limit + 1))
}

/** Each answer to a program that writes a post has it, and each of its readers hears it: it is put together once. */
const byId = oncePer(db => select(db, SIGHT, eq(posts.id, sql.placeholder('id'))).prepare('post'))

/** One post in sight, or its tombstone for who still sees that; null when neither is. */
export async function find(ctx: Ctx, id: number): Promise<PostRow | null> {
  const values = { ...sightValues(ctx.read(categoryTree), ctx.actor), id }
  const [row] = served(ctx, await byId(ctx.db).execute(values))
  return row ?? null
}

/** One post in sight. @throws NotFound; Gone to who still sees its tombstone, or its thread's */
export async function get(ctx: Ctx, id: number): Promise<PostRow> {
  const row = await find(ctx, id)
  if (!row) throw new NotFound()
  if (row.deletedAt || row.threadDeleted) throw new Gone()
  return row
}

export type PostInThread = PostRow & { readonly authorId: number; readonly thread: ThreadHead }

/** The same with its thread, for what depends on both. Two queries. */
export async function getInThread(ctx: Ctx, id: number): Promise<PostInThread> {
  const row = await get(ctx, id)
  return { ...row, authorId: row.author.id, thread: await head(ctx, row.threadId) }
}
