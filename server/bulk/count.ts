/** Counters that move with rows written in bulk. Everybody changes them in the order of ids, so nobody waits in a ring. */
import { sql } from 'drizzle-orm'
import type { Ctx } from '../core/context.ts'
import { records } from './records.ts'
import type { BulkPost, BulkThread } from './rows.ts'

type CountedThread = { readonly categoryId: number; readonly deleted: boolean }

/** Counts new threads in their categories; the deleted are in no count. */
export async function countThreads(ctx: Ctx, rows: readonly BulkThread[]): Promise<void> {
  const counts = tally(rows.filter(({ deletedAt }) => !deletedAt).map(({ categoryId }) => categoryId))
  await countInCategories(
    ctx,
    [...counts].map(([id, threads]) => ({ id, threads, posts: 0 })),
  )
}

/** What posts make of their thread. */
export type Grown = {
  readonly id: number
  last: number
  replies: number
  /** The newest post in sight. */
  bumpedAt: Date | null
  posterId: number | null
}

/** What posts make of their threads, by the threads' ids. */
export function growth(rows: readonly BulkPost[]): ReadonlyMap<number, Grown> {
  const grown = new Map<number, Grown>()
  for (const { threadId, number, createdAt, authorId, deletedAt, hiddenAt } of rows) {
    const one = grown.get(threadId) ?? { id: threadId, last: 0, replies: 0, bumpedAt: null, posterId: null }
    grown.set(threadId, one)
    one.last = Math.max(one.last, number)
    if (deletedAt || hiddenAt) continue
    if (number > 1) one.replies++
    if (one.bumpedAt === null || createdAt >= one.bumpedAt) {
      one.bumpedAt = createdAt
      one.posterId = authorId
    }
  }
  return grown
}

const newer = sql`r."bumpedAt" >= t.bumped_at`

/** Tells threads what more posts make of them. @returns them by their ids */
export async function growThreads(ctx: Ctx, grown: readonly Grown[]): Promise<ReadonlyMap<number, CountedThread>> {
  if (grown.length === 0) return new Map()
  const found = await ctx.db.execute<CountedThread & { id: number }>(sql`
    update threads t set version = t.version + 1, last_number = greatest(t.last_number, r.last),
      reply_count = t.reply_count + r.replies,
      bumped_at = case when ${newer} then r."bumpedAt" else t.bumped_at end,
      last_poster_id = case when ${newer} then r."posterId" else t.last_poster_id end
    from ${records(
      grown.toSorted((a, b) => a.id - b.id),
      sql`id bigint, last int, replies int, "bumpedAt" timestamptz, "posterId" bigint`,
    )}
    where t.id = r.id
    returning t.id::float8 as id, t.category_id::float8 as "categoryId", t.deleted_at is not null as deleted`)
  return new Map(found.map(({ id, ...thread }) => [id, thread]))
}

/** Counts posts in the categories of their threads, and for their authors. Three queries. */
export async function countContents(
  ctx: Ctx,
  rows: readonly BulkPost[],
  threads: ReadonlyMap<number, CountedThread>,
): Promise<void> {
  const placed = counted(rows, threads)
  const counts = tally(placed.map(({ categoryId }) => categoryId))
  await countInCategories(
    ctx,
    [...counts].map(([id, posts]) => ({ id, threads: 0, posts })),
  )
  await countMembers(ctx, placed)
}

type Placed = { readonly authorId: number; readonly categoryId: number }

/** For their authors, as a whole and for each category. Two queries. */
async function countMembers(ctx: Ctx, placed: readonly Placed[]): Promise<void> {
  const all = [...tally(placed.map(({ authorId }) => authorId))].map(([id, posts]) => ({ id, posts }))
  const byPlace = [...tally(placed.map(({ authorId, categoryId }) => `${authorId} ${categoryId}`))].map(
    ([place, posts]) => {
      const [memberId, categoryId] = place.split(' ')
      return { memberId, categoryId, posts }
    },
  )
  await ctx.db.execute(sql`
    with r as (select * from ${records(all, sql`id bigint, posts bigint`)}),
      held as (select m.id from members m join r using (id) order by m.id for no key update of m)
    update members m set post_count = m.post_count + r.posts from r join held using (id) where m.id = r.id`)
  await ctx.db.execute(sql`
    insert into member_post_counts (member_id, category_id, posts)
    select "memberId", "categoryId", posts
    from ${records(byPlace, sql`"memberId" bigint, "categoryId" bigint, posts bigint`)}
    order by "memberId", "categoryId"
    on conflict (member_id, category_id) do update set posts = member_post_counts.posts + excluded.posts`)
}

type CategoryCount = { readonly id: number; readonly threads: number; readonly posts: number }

async function countInCategories(ctx: Ctx, counts: readonly CategoryCount[]): Promise<void> {
  await ctx.db.execute(sql`
    with r as (
      select * from ${records(counts, sql`id bigint, threads int, posts int`)}
    ), held as (select c.id from categories c join r using (id) order by c.id for no key update of c)
    update categories c set thread_count = c.thread_count + r.threads, post_count = c.post_count + r.posts
    from r join held using (id) where c.id = r.id`)
}

/** Posts that stand in counts, with the category in which they do. */
function counted(rows: readonly BulkPost[], threads: ReadonlyMap<number, CountedThread>): Placed[] {
  return rows.flatMap(({ threadId, authorId, deletedAt }) => {
    const thread = threads.get(threadId)
    return thread && !thread.deleted && !deletedAt ? [{ authorId, categoryId: thread.categoryId }] : []
  })
}

function tally<K>(keys: readonly K[]): ReadonlyMap<K, number> {
  const counts = new Map<K, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}
