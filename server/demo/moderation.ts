/** What moderators do that has no verb yet: when it gets one, the demo calls that and this file goes. */
import { eq } from 'drizzle-orm'
import { posts, threads } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import { transaction } from '../core/transaction.ts'
import { recount } from '../posts/removal.ts'
import { touch } from '../threads/service.ts'

/** Closes a thread to replies. */
export const lockThread = (ctx: Ctx, id: number): Promise<void> => mark(ctx, id, { lockedAt: ctx.now() })

/** Keeps a thread above the others of its category. */
export const pinThread = (ctx: Ctx, id: number): Promise<void> => mark(ctx, id, { pinned: true })

async function mark(ctx: Ctx, id: number, set: Partial<typeof threads.$inferInsert>): Promise<void> {
  await transaction(ctx, async ctx => {
    await ctx.db.update(threads).set(set).where(eq(threads.id, id))
    await touch(ctx, id)
  })
}

/** Leaves a reply to its author and to staff. */
export async function hidePost(ctx: Ctx, id: number): Promise<void> {
  await transaction(ctx, async ctx => {
    const [hidden] = await ctx.db
      .update(posts)
      .set({ hiddenAt: ctx.now() })
      .where(eq(posts.id, id))
      .returning({ threadId: posts.threadId })
    if (!hidden) throw new Error(`there is no post ${id}`)
    await recount(ctx, hidden, -1)
  })
}
