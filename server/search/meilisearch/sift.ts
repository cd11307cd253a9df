/** What the database says of posts that Meilisearch has found: which of them are in sight and asked for. */
import { sql } from 'drizzle-orm'
import type { Ctx } from '../../core/context.ts'
import type { Asked, Found, Stretch } from '../engine.ts'
import { filtersOf, inSight } from '../matching.ts'
import { BEHIND_SINCE } from './followed.ts'

export type Sifted = Omit<Found, 'meant'> & {
  /** Since when it lacks something, in milliseconds; null where it lacks nothing. */
  readonly behindSince: number | null
}

const NOTHING: Sifted = { hits: [], total: 0, behindSince: null }

/** The stretch that is wanted of those that may be shown, in the order given. One query. */
export async function sift(
  ctx: Ctx,
  asked: Asked,
  postIds: readonly number[],
  { per, from, limit }: Stretch,
): Promise<Sifted> {
  const best =
    per === 'thread'
      ? sql`select distinct on (thread_id) * from standing order by thread_id, place`
      : sql`select * from standing`
  const [row] = await ctx.db.execute<Omit<Sifted, 'hits'> & { hits: readonly [number, number][] }>(sql`
    with standing as materialized (
      select posts.id, posts.thread_id, found.place
      from unnest(${sql.param([...postIds])}::bigint[]) with ordinality as found (id, place)
      join posts on posts.id = found.id join threads on threads.id = posts.thread_id
      where ${sql.join([inSight(ctx), ...filtersOf(ctx, asked)], sql` and `)}
    ), best as (${best}), shown as (
      select id, thread_id, place from best order by place offset ${from}::int limit ${limit}::int
    )
    select (select count(*)::int from best) as total, ${BEHIND_SINCE} as "behindSince",
      (select coalesce(json_agg(json_build_array(id, thread_id) order by place), '[]') from shown) as hits`)
  if (!row) return NOTHING
  return { ...row, hits: row.hits.map(([postId, threadId]) => ({ postId, threadId })) }
}
