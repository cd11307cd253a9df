/**
 * What a thread is worth in a period: the people whom it moved. A member who replied counts three, however often they did; one
 * who reacted to somebody else's post counts one. So nobody lifts a thread alone, two who talk all night do not either, and
 * whoever opened it has no part in it.
 */
import { sql } from 'drizzle-orm'
import type { Ctx } from '../core/context.ts'
import { oneOf } from '../core/db.ts'

export type Scored = { readonly threadId: number; readonly score: number }

/** To write an answer is more than to press a button. */
const REPLYING = sql.raw('3')
/** Of a thread its opening post and so many of its newest are looked at: a thread of 100,000 costs no more than one of these. */
const NEWEST = sql.raw('1000')

/**
 * The scores of these threads since then (of all times for null), without those that have none. Threads and posts that are
 * deleted or hidden count nothing. One query, along the numbers of their posts.
 */
export async function scoresOf(ctx: Ctx, threadIds: readonly number[], since: Date | null): Promise<Scored[]> {
  const from = since ? sql`${since.toISOString()}::timestamptz` : sql`'-infinity'::timestamptz`
  const columns = sql`t.id as thread_id, t.author_id as opener_id, p.id, p.number, p.author_id, p.created_at`
  const shown = sql`p.deleted_at is null and p.hidden_at is null`
  const rows = await ctx.db.execute<Scored>(sql`
    with asked as (
      select id, author_id, last_number from threads
      where ${oneOf(sql`id`, threadIds)} and deleted_at is null and hidden_at is null
    ), looked as materialized (
      select ${columns} from asked t join posts p on p.thread_id = t.id and p.number > t.last_number - ${NEWEST} where ${shown}
      union all
      select ${columns} from asked t join posts p on p.thread_id = t.id and p.number = 1
        where t.last_number > ${NEWEST} and ${shown}
    ), moved as (
      select thread_id, author_id as replier_id, null::bigint as reactor_id from looked
        where number > 1 and created_at >= ${from} and author_id <> opener_id
      union all
      select l.thread_id, null, r.member_id from looked l join reactions r on r.post_id = l.id
        where r.at >= ${from} and r.member_id <> l.author_id
    )
    select thread_id::float8 as "threadId",
      (${REPLYING} * count(distinct replier_id) + count(distinct reactor_id))::int as score
    from moved group by thread_id`)
  return [...rows]
}
