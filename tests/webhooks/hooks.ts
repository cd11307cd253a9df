/** Webhooks as the tests make and watch them. */
import { asc, eq } from 'drizzle-orm'
import { webhookDeliveries, webhooks } from '../../db/tables/index.ts'
import type { Ctx } from '../../server/core/context.ts'
import { sendDue } from '../../server/webhooks/deliver.ts'
import type { EventName } from '../../server/webhooks/events.ts'
import * as service from '../../server/webhooks/service.ts'
import type { TestApp } from '../support/app.ts'
import { type Person, people } from '../support/people.ts'

type Wanted = {
  readonly url: string
  readonly events: readonly EventName[]
  readonly by?: Person
  readonly categoryId?: number
}

/** Makes one that hears for an administrator, unless somebody else is named. */
export async function makeHook(app: TestApp, { url, events, by = people.ada, categoryId }: Wanted) {
  return service.create(await app.ctx(by), { url, events, description: '', categoryId: categoryId ?? null })
}

export async function hookOf(ctx: Ctx, { id }: { readonly id: number }) {
  const [hook] = await ctx.db.select().from(webhooks).where(eq(webhooks.id, id))
  if (!hook) throw new Error(`there is no webhook ${id}`)
  return hook
}

/** In the order in which they were made. */
export const deliveriesOf = (ctx: Ctx, { id }: { readonly id: number }) =>
  ctx.db.select().from(webhookDeliveries).where(eq(webhookDeliveries.webhookId, id)).orderBy(asc(webhookDeliveries.id))

export async function deliveryOf(ctx: Ctx, hook: { readonly id: number }) {
  const [delivery, ...more] = await deliveriesOf(ctx, hook)
  if (!delivery || more.length > 0)
    throw new Error(`webhook ${hook.id} has ${more.length + (delivery ? 1 : 0)} deliveries`)
  return delivery
}

/** Sends what is due by the test's clock, as the schedule does each minute. */
export async function sendNow(app: TestApp): Promise<void> {
  await sendDue(await app.ctx())
  await app.settled()
}
