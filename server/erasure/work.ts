/** The job: whatever is due, one account after the other. Each step bears being done twice, so it goes on where it was. */
import { asc, eq, lte } from 'drizzle-orm'
import { erasures } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import { formerName } from '../members/names.ts'
import { discardUnshown } from '../uploads/orphans.ts'
import { eraseAccount, theirsOf } from './account.ts'
import { removePosts } from './posts.ts'
import { renameInTexts } from './texts.ts'

/** Erases every account that is due. @throws the first of what broke off, once all others are done: the queue tries again */
export async function eraseDue(ctx: Ctx, _payload: unknown, signal: AbortSignal): Promise<void> {
  const due = await ctx.db.select().from(erasures).where(lte(erasures.dueAt, ctx.now())).orderBy(asc(erasures.dueAt))
  const failures: unknown[] = []
  for (const one of due) {
    signal.throwIfAborted()
    await eraseOne(ctx, one, signal).catch(error => failures.push(error))
  }
  if (failures.length > 0) throw failures[0]
}

async function eraseOne(
  ctx: Ctx,
  { memberId, posts }: typeof erasures.$inferSelect,
  signal: AbortSignal,
): Promise<void> {
  const names = await eraseAccount(ctx, memberId)
  if (!names) return ctx.log.warn({ memberId }, 'an account was not erased: nobody else is an administrator')
  if (posts === 'remove') await removePosts(ctx, memberId, signal)
  await renameInTexts(ctx, { names, by: formerName(memberId) }, signal)
  await discardUnshown(ctx, memberId)
  // What was on its way when the account went, such as how far they had read.
  for (const statement of theirsOf(memberId)) await ctx.db.execute(statement)
  await ctx.db.delete(erasures).where(eq(erasures.memberId, memberId))
}
