/** A verb's unit of work: its rows, its events and its idempotency keys commit together or not at all. */
import { sql } from 'drizzle-orm'
import { domainEvents } from '../../db/tables/index.ts'
import type { Ctx } from './context.ts'
import { prepareSql, runPrepared } from './db.ts'
import type { PendingEvent } from './events/emit.ts'
import { recordOnce, reserveOnce } from './idempotency.ts'

export type UnitOfWork = { readonly events: PendingEvent[]; readonly afterwards: (() => Promise<void> | void)[] }

/** In the order in which they were emitted, which is the order of their ids. Every write sends it, so it is put together once. */
const writeEvents = prepareSql(sql`
  insert into ${domainEvents} (at, type, actor_id, data)
  select e.at, e.type, e."actorId", e.data
  from rows from (json_to_recordset(${sql.placeholder('events')}::json) as (at timestamptz, type text, "actorId" bigint, data jsonb))
    with ordinality e (at, type, "actorId", data, place)
  order by e.place`)

/**
 * Runs `work` in a transaction, or in the surrounding one. Events that it emits are written last, while its row locks
 * still hold, so that two writers queued on one row are numbered in the order in which they wrote.
 * `work` awaits queries one by one and nothing but queries (postgres.js may lose the transaction otherwise).
 * @throws Replay when one of the request's keys was used before.
 */
export async function transaction<T extends { readonly id: number } | undefined | void>(
  ctx: Ctx,
  work: (ctx: Ctx) => Promise<T>,
): Promise<T> {
  if (ctx.unit) return work(ctx)
  const unit: UnitOfWork = { events: [], afterwards: [] }
  const result = await ctx.db.transaction(async db => {
    const inner: Ctx = { ...ctx, db, unit, once: [], also: null, afterCommit: one => void unit.afterwards.push(one) }
    if (ctx.once.length > 0) await reserveOnce(inner, ctx.once)
    const out = await work(inner)
    await ctx.also?.(inner)
    if (ctx.once.length > 0) await recordOnce(inner, ctx.once, out?.id ?? null)
    if (unit.events.length > 0) await runPrepared(db, writeEvents, { events: JSON.stringify(unit.events) })
    return out
  })
  if (unit.events.length > 0) ctx.host.wake()
  for (const after of unit.afterwards) await after()
  return result
}
