/** The moderation and administration log: who did what to what, written in the transaction in which it was done. */
import { auditEntries } from '../../db/tables/index.ts'
import type { Ctx } from './context.ts'

export type AuditEntry = {
  /** Dotted, as permissions are: `group.addMember`. */
  readonly act: string
  readonly targetType: string
  readonly targetId: number | string
  readonly reason?: string
  /** Small facts, JSON only; never a secret. */
  readonly data?: Readonly<Record<string, unknown>>
}

/** Writes one line of the log. */
export async function audit(
  ctx: Ctx,
  { act, targetType, targetId, reason = '', data = {} }: AuditEntry,
): Promise<void> {
  if (!ctx.unit) throw new Error(`${act} was audited outside a transaction`)
  const entry = { at: ctx.now(), actorId: ctx.actor.id, act, targetType, targetId: String(targetId), reason, data }
  await ctx.db.insert(auditEntries).values(entry)
}
