/** What was made of the periods, and when. */
import { sql } from 'drizzle-orm'
import { topPeriods } from '../../db/tables/index.ts'
import { records } from '../bulk/records.ts'
import type { Ctx } from '../core/context.ts'
import type { Period } from '../threads/periods.ts'
import type { Scored } from './scores.ts'

/** Those of the periods that were never made, or not since the time that is given for each. One query. */
export async function duePeriods(
  ctx: Ctx,
  periods: readonly Period[],
  since: (period: Period) => Date,
): Promise<Period[]> {
  const made = new Map((await ctx.db.select().from(topPeriods)).map(row => [row.period, row.madeAt]))
  return periods.filter(period => (made.get(period) ?? new Date(0)) <= since(period))
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
