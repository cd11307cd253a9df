/** What moderators do that has no verb yet: when it gets one, the demo calls that and this file goes. */
import { and, desc, eq, isNull } from 'drizzle-orm'
import { posts, threads } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import { transaction } from '../core/transaction.ts'
import { countReplies, touch } from '../threads/service.ts'

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
    const threadId = hidden?.threadId ?? 0
    const [last] = await ctx.db
      .select({ createdAt: posts.createdAt, authorId: posts.authorId })
      .from(posts)
      .where(and(eq(posts.threadId, threadId), isNull(posts.deletedAt), isNull(posts.hiddenAt)))
      .orderBy(desc(posts.number))
      .limit(1)
    if (!last) throw new Error(`thread ${threadId} has no post in sight`)
    await countReplies(ctx, { id: threadId, change: -1, last })
  })
}
