/** What was made of the periods, and when. */
import { sql } from 'drizzle-orm'
import { topPeriods } from '../../db/tables/index.ts'
import { records } from '../bulk/records.ts'
import type { Ctx } from '../core/context.ts'
import type { Period } from '../threads/periods.ts'
import type { Scored } from './scores.ts'

/** Threads on a page of the top: a list that has fewer could have more. */
export const PER_PAGE = 30

/** When a period was made last, and whether with few threads. */
export type Made = { readonly madeAt: Date; readonly few: boolean }

/** All that were ever made. One query. */
export async function madePeriods(ctx: Ctx): Promise<ReadonlyMap<string, Made>> {
  const few = sql<boolean>`(select count(*) from top_threads kept where kept.period = ${topPeriods.period}) < ${PER_PAGE}`
  const rows = await ctx.db.select({ period: topPeriods.period, madeAt: topPeriods.madeAt, few }).from(topPeriods)
  return new Map(rows.map(({ period, ...made }) => [period, made]))
}

/** Puts these in the place of a period's. What stays as it was is not written again. One transaction. */
export async function keep(ctx: Ctx, period: Period, scored: readonly Scored[]): Promise<void> {
  const now = records(scored, sql`"threadId" bigint, score int`)
  await ctx.db.transaction(async db => {
    await db.execute(sql`
      insert into top_threads (period, thread_id, score)
      select ${period}, r."threadId", r.score from ${now} join threads t on t.id = r."threadId"
      on conflict (period, thread_id) do update set score = excluded.score where top_threads.score <> excluded.score`)
    await db.execute(sql`
      delete from top_threads where period = ${period} and thread_id not in (select r."threadId" from ${now})`)
    await db
      .insert(topPeriods)
      .values({ period, madeAt: ctx.now() })
      .onConflictDoUpdate({ target: topPeriods.period, set: { madeAt: ctx.now() } })
  })
}
