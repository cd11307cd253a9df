/** Verbs on mails that have not gone out. For who may read them: a mail may hold a link that signs its reader in. */
import { and, eq, isNotNull, isNull } from 'drizzle-orm'
import { mails } from '../../db/tables/index.ts'
import { audit } from '../core/audit.ts'
import type { Ctx } from '../core/context.ts'
import { Conflict, NotFound } from '../core/errors.ts'
import { emit } from '../core/events/emit.ts'
import { authorize } from '../core/permissions.ts'
import { transaction } from '../core/transaction.ts'

/** Lets one be tried now. @throws NotFound; Conflict when it has gone out, or no mail server is set */
export async function retry(ctx: Ctx, { id }: { readonly id: number }): Promise<void> {
  maySend(ctx)
  await transaction(ctx, async ctx => {
    const [mail] = await ctx.db.select({ sentAt: mails.sentAt }).from(mails).where(eq(mails.id, id))
    if (!mail) throw new NotFound()
    if (mail.sentAt) throw new Conflict('mail.sent', 'outbox.error.sent')
    await audit(ctx, { act: 'mail.retry', targetType: 'mail', targetId: id })
    emit(ctx, 'mail.retried', { mailIds: [id] })
  })
}

/** Lets all that failed be tried now. @returns how many there are @throws Conflict when no mail server is set */
export async function retryFailed(ctx: Ctx): Promise<number> {
  maySend(ctx)
  let count = 0
  await transaction(ctx, async ctx => {
    const failed = await ctx.db
      .select({ id: mails.id })
      .from(mails)
      .where(and(isNull(mails.sentAt), isNotNull(mails.error)))
      .orderBy(mails.id)
    count = failed.length
    if (count === 0) return
    await audit(ctx, { act: 'mail.retryAll', targetType: 'mails', targetId: 'failed', data: { count } })
    emit(ctx, 'mail.retried', { mailIds: failed.map(({ id }) => id) })
  })
  return count
}

function maySend(ctx: Ctx): void {
  authorize(ctx, 'outbox.read', null)
  if (ctx.host.env.smtpUrl === null) throw new Conflict('mail.no-server', 'outbox.error.noServer')
}
