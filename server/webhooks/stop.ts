/** What stops a webhook by itself. */
import { and, eq } from 'drizzle-orm'
import { webhooks } from '../../db/tables/index.ts'
import { audit } from '../core/audit.ts'
import type { Ctx } from '../core/context.ts'
import { emit } from '../core/events/emit.ts'
import { transaction } from '../core/transaction.ts'

export type StopReason = NonNullable<(typeof webhooks.$inferSelect)['stopReason']>

declare module '../core/events/emit.ts' {
  interface DomainEvents {
    /** A webhook failed for too long, and is off. */
    'webhook.stopped': { readonly webhookId: number; readonly reason: StopReason }
  }
}

/** Switches it off, once. What waits for it goes on waiting. */
export async function stop(ctx: Ctx, { id }: { readonly id: number }, reason: StopReason): Promise<void> {
  await transaction(ctx, async ctx => {
    const [stopped] = await ctx.db
      .update(webhooks)
      .set({ active: false, stopReason: reason })
      .where(and(eq(webhooks.id, id), eq(webhooks.active, true)))
      .returning({ id: webhooks.id })
    if (!stopped) return
    await audit(ctx, { act: 'webhook.stop', targetType: 'webhook', targetId: id, data: { reason } })
    emit(ctx, 'webhook.stopped', { webhookId: id, reason })
  })
}
