/** What follows for webhooks from what happens: a delivery for each that wants to hear of it, and one job for all of them. */
import { eq, sql } from 'drizzle-orm'
import { webhookDeliveries, webhooks } from '../../db/tables/index.ts'
import { categoryTree } from '../categories/tree.ts'
import type { Actor } from '../core/actor.ts'
import type { Ctx } from '../core/context.ts'
import type { Consumer } from '../core/events/log.ts'
import { addJob } from '../core/jobs.ts'
import { SOURCES, type Told, toldOf } from './events.ts'
import { owners } from './policy.ts'
import { stop } from './stop.ts'

/** The job that sends what is due, and its key: that it waits is enough, however often it is asked for. */
export const SEND = 'webhooks.send'

/** Deliveries are written in the transaction that moves the cursor, each event once per webhook: none is lost or doubled. */
export const outgoing: Consumer = {
  name: 'webhooks',
  types: [...SOURCES, 'webhook.asked'],
  handle: async (ctx, events) => {
    const told = events.flatMap(event => toldOf(event) ?? [])
    const listeners = told.length > 0 ? await listening(ctx) : []
    const rows = listeners.flatMap(listener =>
      told
        .filter(one => wants(ctx, listener, one))
        .map(({ name, facts, at, position }) => ({ webhookId: listener.id, position, type: name, facts, at })),
    )
    if (rows.length > 0) await insert(ctx, rows)
    if (rows.length > 0 || events.some(({ type }) => type === 'webhook.asked')) await addJob(ctx, SEND, null, SEND)
  },
}

type Listener = typeof webhooks.$inferSelect & { readonly owner: Actor }

/** Those that are on, with for whom they hear; whose owner may no longer is stopped. */
async function listening(ctx: Ctx): Promise<Listener[]> {
  const hooks = await ctx.db.select().from(webhooks).where(eq(webhooks.active, true))
  if (hooks.length === 0) return []
  // Another process may have changed rights a moment ago.
  await ctx.host.caches.refresh()
  const known = await owners(ctx, hooks)
  for (const hook of hooks) if (!known.has(hook.id)) await stop(ctx, hook, 'rights')
  return hooks.flatMap(hook => {
    const owner = known.get(hook.id)
    return owner ? [{ ...hook, owner }] : []
  })
}

/** A first look, so that nothing is noted of places out of the owner's sight; what is sent is looked at again then. */
function wants(ctx: Ctx, { events, categoryId: within, owner }: Listener, { name, categoryId }: Told): boolean {
  if (!events.includes(name)) return false
  if (categoryId === null) return within === null
  const tree = ctx.read(categoryTree)
  const place = tree.get(categoryId)
  // A category that has gone is told to who saw all of them (events.ts).
  if (!place) return within === null
  const isWithin = within === null || [place, ...tree.above(place)].some(({ id }) => id === within)
  return isWithin && tree.allows(owner, 'see', categoryId)
}

type Row = Pick<typeof webhookDeliveries.$inferSelect, 'webhookId' | 'position' | 'type' | 'facts' | 'at'>

async function insert(ctx: Ctx, rows: readonly Row[]): Promise<void> {
  const now = ctx.now().toISOString()
  await ctx.db.execute(sql`
    insert into ${webhookDeliveries} (webhook_id, position, type, facts, at, next_at, created_at)
    select e."webhookId", e.position, e.type, e.facts, e.at, ${now}::timestamptz, ${now}::timestamptz
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as e("webhookId" bigint, position bigint, type text, facts jsonb, at timestamptz)
    join ${webhooks} w on w.id = e."webhookId"
    order by e.position, e."webhookId"
    on conflict do nothing`)
}
