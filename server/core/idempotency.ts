/** `Idempotency-Key` on POST and its kin in forms: reserved, used and recorded in the verb's own transaction, so a crash cannot part them. */
import { and, eq, inArray, lt } from 'drizzle-orm'
import { idempotencyKeys } from '../../db/tables/index.ts'
import type { Ctx, Once } from './context.ts'
import { Invalid } from './errors.ts'

const KEPT_SECONDS = 24 * 60 * 60

/** The key was used before for the same request: answer with that resource, rendered anew. Not an error for people. */
export class Replay extends Error {
  constructor(readonly resourceId: number | null) {
    super('this request was answered before')
  }
}

/**
 * Claims the keys for this transaction. A second request with one of them waits here for the first one's commit.
 * @throws Replay when one was used for the same request, Invalid when for another one.
 */
export async function reserveOnce(ctx: Ctx, keys: readonly Once[]): Promise<void> {
  const memberId = ctx.actor.id
  if (memberId === null) return
  for (const { key, requestHash, seconds = KEPT_SECONDS } of keys) {
    const now = ctx.now()
    const row = { memberId, key, requestHash, resourceId: null, createdAt: now }
    const [claimed] = await ctx.db
      .insert(idempotencyKeys)
      .values(row)
      .onConflictDoUpdate({
        target: [idempotencyKeys.memberId, idempotencyKeys.key],
        set: row,
        // What was used too long ago counts no more.
        setWhere: lt(idempotencyKeys.createdAt, new Date(now.getTime() - 1000 * seconds)),
      })
      .returning({ key: idempotencyKeys.key })
    if (!claimed) throw await whatItMade(ctx, memberId, { key, requestHash })
  }
}

async function whatItMade(ctx: Ctx, memberId: number, { key, requestHash }: Once): Promise<Error> {
  const [used] = await ctx.db
    .select()
    .from(idempotencyKeys)
    .where(and(eq(idempotencyKeys.memberId, memberId), eq(idempotencyKeys.key, key)))
  if (used?.requestHash !== requestHash) return new Invalid({ 'Idempotency-Key': { key: 'error.keyUsed' } })
  return new Replay(used.resourceId)
}

/** Keeps which resource the request made. */
export async function recordOnce(ctx: Ctx, keys: readonly Once[], resourceId: number | null): Promise<void> {
  if (ctx.actor.id === null) return
  const own = inArray(
    idempotencyKeys.key,
    keys.map(one => one.key),
  )
  await ctx.db
    .update(idempotencyKeys)
    .set({ resourceId })
    .where(and(eq(idempotencyKeys.memberId, ctx.actor.id), own))
}

/** Forgets keys older than a day. */
export async function forgetOldKeys(ctx: Ctx): Promise<void> {
  const end = new Date(ctx.now().getTime() - 1000 * KEPT_SECONDS)
  await ctx.db.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, end))
}
