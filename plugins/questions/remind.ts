/** Askers who got replies and accepted none are reminded, once for each question. */
import { type PluginCtx, sql } from 'guildhall/plugin'
import { KIND } from './answers.ts'
import { inSight } from './queries.ts'

const DAY_MS = 24 * 60 * 60 * 1000
/** Of one transaction. */
const BATCH = 100

/** Job `remind`, daily. Whoever was reminded is so in the same transaction: run again, it goes on where it was. */
export async function remind(ctx: PluginCtx, _payload: unknown, signal: AbortSignal): Promise<void> {
  const days = Number(ctx.setting('remindAfterDays'))
  if (days === 0) return
  const before = new Date(ctx.now().getTime() - days * DAY_MS)
  for (let after = 0; !signal.aborted; ) {
    const threads = await ctx.threadsIn(KIND, { status: 'open', before, after, limit: BATCH })
    const last = threads.at(-1)
    if (!last) return
    await remindOf(
      ctx,
      threads.map(({ id }) => id),
    )
    after = last.id
  }
}

/** It leads to the newest reply by somebody else; without one there is nothing to accept yet. */
const remindOf = (ctx: PluginCtx, threadIds: readonly number[]): Promise<void> =>
  ctx.transaction(async ctx => {
    const due = await ctx.db.execute<{ memberId: number; postId: number }>(sql`
      with replied as (
        select t.id, t.author_id, (
          select p.id from public.posts p
          where p.thread_id = t.id and p.number > 1 and p.author_id <> t.author_id and ${inSight}
          order by p.number desc limit 1) as post_id
        from public.threads t
        where t.id = any(${sql.param([...threadIds])}::bigint[]) and t.kind = ${KIND} and t.status = 'open'),
      fresh as (
        insert into plugin_questions.reminded (thread_id) select id from replied where post_id is not null
        on conflict do nothing returning thread_id)
      select r.author_id::float8 as "memberId", r.post_id::float8 as "postId"
      from replied r join fresh on fresh.thread_id = r.id order by r.id`)
    await ctx.notify(
      'reminder',
      due.map(one => ({ ...one, actorId: null })),
    )
  })
