/** Reads of webhooks and of how their deliveries went. Secrets are in none of them. */
import { and, desc, eq, lt } from 'drizzle-orm'
import { webhookDeliveries as deliveries, webhooks } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import { pageOf, readCursor } from '../core/cursor.ts'
import { NotFound } from '../core/errors.ts'
import { personSql } from '../threads/queries.ts'
import { inSight, manage } from './policy.ts'

const columns = {
  id: webhooks.id,
  url: webhooks.url,
  description: webhooks.description,
  events: webhooks.events,
  categoryId: webhooks.categoryId,
  /** Null: they have left. */
  owner: personSql(webhooks.ownerId),
  active: webhooks.active,
  stopReason: webhooks.stopReason,
  failingSince: webhooks.failingSince,
  previousUntil: webhooks.previousUntil,
  createdAt: webhooks.createdAt,
}

const select = (ctx: Ctx) => ctx.db.select(columns).from(webhooks)

export type WebhookRow = Awaited<ReturnType<typeof list>>[number]

/** Those in sight, the newest first. There are never more than fit on a page. @throws NotSignedIn, Forbidden */
export async function list(ctx: Ctx) {
  manage(ctx)
  return select(ctx).where(inSight(ctx)).orderBy(desc(webhooks.id))
}

/** One in sight. @throws NotSignedIn, Forbidden, NotFound */
export async function get(ctx: Ctx, id: number): Promise<WebhookRow> {
  manage(ctx)
  const [row] = await select(ctx).where(and(eq(webhooks.id, id), inSight(ctx)))
  if (!row) throw new NotFound()
  return row
}

const deliveryColumns = {
  id: deliveries.id,
  type: deliveries.type,
  at: deliveries.at,
  status: deliveries.status,
  attempts: deliveries.attempts,
  nextAt: deliveries.nextAt,
  lastStatus: deliveries.lastStatus,
  trouble: deliveries.trouble,
  answer: deliveries.answer,
  tookMs: deliveries.tookMs,
}

export type DeliveryRow = Awaited<ReturnType<typeof listDeliveries>>['items'][number]

type Paged = { readonly id: number; readonly cursor?: string | undefined; readonly limit: number }

/** What a webhook was told in the last 30 days, the newest first. The caller has found the webhook in sight. One query. */
export async function listDeliveries(ctx: Ctx, { id, cursor, limit }: Paged) {
  const [before] = readCursor(cursor, 1) ?? []
  const rows = await ctx.db
    .select(deliveryColumns)
    .from(deliveries)
    .where(and(eq(deliveries.webhookId, id), before === undefined ? undefined : lt(deliveries.id, before)))
    .orderBy(desc(deliveries.id))
    .limit(limit + 1)
  return pageOf(rows, limit, row => [row.id])
}

/** One delivery of a webhook in sight. @throws NotSignedIn, Forbidden, NotFound */
export async function getDelivery(ctx: Ctx, deliveryId: number): Promise<DeliveryRow> {
  manage(ctx)
  const [row] = await ctx.db
    .select(deliveryColumns)
    .from(deliveries)
    .innerJoin(webhooks, eq(webhooks.id, deliveries.webhookId))
    .where(and(eq(deliveries.id, deliveryId), inSight(ctx)))
  if (!row) throw new NotFound()
  return row
}
