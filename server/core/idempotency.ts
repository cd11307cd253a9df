/** `Idempotency-Key` on POST: reserved, used and recorded in the verb's own transaction, so a crash cannot part them. */
import { and, eq, lt } from 'drizzle-orm'
import { idempotencyKeys } from '../../db/tables/index.ts'
import type { Ctx, Once } from './context.ts'
import { Invalid } from './errors.ts'

const KEPT_MS = 24 * 60 * 60 * 1000

/** The key was used before for the same request: answer with that resource, rendered anew. Not an error for people. */
export class Replay extends Error {
  constructor(readonly resourceId: number | null) {
    super('this request was answered before')
  }
}

/**
 * Claims the key for this transaction. A second request with the key waits here for the first one's commit.
 * @throws Replay when it was used for the same request, Invalid when for another one.
 */
export async function reserveOnce(ctx: Ctx, once: Once): Promise<void> {
  const memberId = ctx.actor.id
  if (memberId === null) return
  const [claimed] = await ctx.db
    .insert(idempotencyKeys)
    .values({ memberId, key: once.key, requestHash: once.requestHash, createdAt: ctx.now() })
    .onConflictDoNothing()
    .returning({ key: idempotencyKeys.key })
  if (claimed) return
  const [used] = await ctx.db
    .select()
    .from(idempotencyKeys)
    .where(and(eq(idempotencyKeys.memberId, memberId), eq(idempotencyKeys.key, once.key)))
  if (used?.requestHash !== once.requestHash) throw new Invalid({ 'Idempotency-Key': { key: 'error.keyUsed' } })
  throw new Replay(used.resourceId)
}

/** Keeps which resource the request made. */
export async function recordOnce(ctx: Ctx, once: Once, resourceId: number | null): Promise<void> {
  if (ctx.actor.id === null) return
  await ctx.db
    .update(idempotencyKeys)
    .set({ resourceId })
    .where(and(eq(idempotencyKeys.memberId, ctx.actor.id), eq(idempotencyKeys.key, once.key)))
}

/** Forgets keys older than a day. */
export async function forgetOldKeys(ctx: Ctx): Promise<void> {
  await ctx.db.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, new Date(ctx.now().getTime() - KEPT_MS)))
}
