/** Where a number or a day leads in a thread. */
import { type SQL, sql } from 'drizzle-orm'
import { categoryTree } from '../categories/tree.ts'
import type { Ctx } from '../core/context.ts'
import { visiblePosts } from './policy.ts'

export type Place = { readonly id: number; readonly number: number }

/** The post in sight with this number; else the next one, else the last before it; null when none is in sight. One query. */
export const atNumber = (ctx: Ctx, threadId: number, number: number): Promise<Place | null> =>
  nearest(ctx, threadId, sql`(select ${number}::int as number)`)

/**
 * The first post in sight of a day or after it; else the last one. Numbers are given in the order of time, so the day is
 * found by halving, in some twenty steps whatever the thread's length; where moved posts stand out of order it is found
 * roughly. One query.
 */
export const atTime = (ctx: Ctx, threadId: number, lastNumber: number, at: Date): Promise<Place | null> =>
  nearest(
    ctx,
    threadId,
    sql`(with recursive search (low, high, step) as (
      select 1, ${lastNumber}::int, 0
      union all
      select case when found.created_at < ${at.toISOString()}::timestamptz then found.number + 1 else low end,
        case when found.created_at < ${at.toISOString()}::timestamptz then high else (low + high) / 2 - 1 end, step + 1
      from search left join lateral (
        select number, created_at from posts where thread_id = ${threadId} and number between (low + high) / 2 and high
        order by number limit 1) found on true
      where low <= high)
      select low as number from search order by step desc limit 1)`,
  )

/** The nearest post in sight to the `number` of a one-row query. */
async function nearest(ctx: Ctx, threadId: number, wanted: SQL): Promise<Place | null> {
  const inSight = visiblePosts(ctx.read(categoryTree), ctx.actor)
  const one = (numbers: SQL, order: SQL) => sql`
    (select posts.id::float8 as id, posts.number from posts join threads on threads.id = posts.thread_id
    where posts.thread_id = ${threadId} and ${numbers} and ${inSight} order by posts.number ${order} limit 1)`
  const [row] = await ctx.db.execute<Place>(sql`
    with wanted as materialized ${wanted}
    select * from (
      ${one(sql`posts.number >= (select number from wanted)`, sql`asc`)} union all
      ${one(sql`posts.number < (select number from wanted)`, sql`desc`)}) near
    order by number >= (select number from wanted) desc limit 1`)
  return row ?? null
}
