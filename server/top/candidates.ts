/** Threads that may be among the top of a period, some at a time: each part is read along an index, and begins where the last ended. */
import { type SQL, sql } from 'drizzle-orm'
import type { Ctx } from '../core/context.ts'
import { partsOf } from '../core/parts.ts'

/** Threads of one part; as many as are scored in one statement. */
const THREADS = 200
const REACTIONS = 2000

type Part = { readonly ids: readonly number[]; readonly at: string; readonly id: number }

/** Those in which something was written since then, by their latest activity; all of them for null. One query for each part. */
export async function* activeSince(ctx: Ctx, since: Date | null): AsyncGenerator<readonly number[]> {
  for (let last: Part | null = null; ; ) {
    const part: Part | null = await nextPart(
      ctx,
      sql`select id, bumped_at as at, id as place from threads
        where ${since ? sql`bumped_at >= ${since.toISOString()}::timestamptz` : sql`true`}
          and ${last ? sql`(bumped_at, id) < (${last.at}::timestamptz, ${last.id}::bigint)` : sql`true`}
        order by bumped_at desc, id desc limit ${sql.raw(String(THREADS))}`,
    )
    if (!part) return
    yield part.ids
    last = part
  }
}

/** Those in which nothing was written since then, but something was reacted to. One query for each part. */
export async function* reactedSince(ctx: Ctx, since: Date): AsyncGenerator<readonly number[]> {
  const from = sql`${since.toISOString()}::timestamptz`
  for (let last: Part | null = null; ; ) {
    // Other reactions of that moment to the same post name no other thread: nothing is missed by going on after them.
    const part: Part | null = await nextPart(
      ctx,
      sql`select case when t.bumped_at < ${from} then t.id end as id, r.at, r.post_id as place
        from (
          select at, post_id from reactions
          where at >= ${from} and ${last ? sql`(at, post_id) < (${last.at}::timestamptz, ${last.id}::bigint)` : sql`true`}
          order by at desc, post_id desc limit ${sql.raw(String(REACTIONS))}
        ) r join posts p on p.id = r.post_id join threads t on t.id = p.thread_id`,
    )
    if (!part) return
    yield* partsOf(part.ids, THREADS)
    last = part
  }
}

/** The ids of rows that go backwards in time, each once, and where the last of them stands; null where there are none. */
async function nextPart(ctx: Ctx, rows: SQL): Promise<Part | null> {
  const [part] = await ctx.db.execute<{ ids: number[] | null; at: string | null; id: number | null }>(sql`
    with part as (${rows}), last as (select at, place from part order by at, place limit 1)
    select (select json_agg(distinct id) filter (where id is not null) from part) as ids,
      (select at::text from last) as at, (select place::float8 from last) as id`)
  return part?.at && part.id !== null ? { ids: part.ids ?? [], at: part.at, id: part.id } : null
}
