/** Replies taken out of sight and put back. The opening post goes only with its thread. */
import { and, desc, eq, isNull } from 'drizzle-orm'
import { posts } from '../../db/tables/index.ts'
import { mayPost } from '../auth/policy.ts'
import { audit } from '../core/audit.ts'
import type { Ctx } from '../core/context.ts'
import { Conflict } from '../core/errors.ts'
import { emit } from '../core/events/emit.ts'
import { authorize } from '../core/permissions.ts'
import { transaction } from '../core/transaction.ts'
import { countReplies } from '../threads/service.ts'
import { eventOf, lockAny, lockPost } from './lock.ts'

/** Takes a reply out of sight. @throws NotFound, Gone when it is already, Forbidden, Conflict for an opening post */
export async function remove(
  ctx: Ctx,
  { id, reason = '' }: { id: number; reason?: string | undefined },
): Promise<void> {
  await transaction(ctx, async ctx => {
    const post = await lockPost(ctx, id)
    authorize(ctx, 'post.delete', post)
    if (post.number === 1) throw new Conflict('post.opening', 'post.error.opening')
    await ctx.db
      .update(posts)
      .set({ deletedAt: ctx.now(), deletedById: ctx.actor.id, deleteReason: reason })
      .where(eq(posts.id, id))
    await recount(ctx, post, -1)
    if (ctx.actor.id !== post.authorId)
      await audit(ctx, { act: 'post.delete', targetType: 'post', targetId: id, reason })
    emit(ctx, 'post.deleted', eventOf(post))
  })
}

/**
 * Puts a deleted reply back; one that is there already stays as it is.
 * @throws NotFound, Forbidden, Conflict while its thread is deleted
 */
export async function restore(ctx: Ctx, { id }: { id: number }): Promise<{ id: number }> {
  mayPost(ctx)
  return transaction(ctx, async ctx => {
    const post = await lockAny(ctx, id)
    if (post.thread.deletedAt) throw new Conflict('thread.deleted', 'post.error.threadDeleted')
    if (!post.deletedAt) return { id }
    authorize(ctx, 'post.restore', post)
    await ctx.db.update(posts).set({ deletedAt: null, deletedById: null, deleteReason: '' }).where(eq(posts.id, id))
    await recount(ctx, post, 1)
    if (ctx.actor.id !== post.authorId) await audit(ctx, { act: 'post.restore', targetType: 'post', targetId: id })
    emit(ctx, 'post.restored', eventOf(post))
    return { id }
  })
}

/** The thread's count of replies, and its place in the lists by the newest post that is in sight now. */
export async function recount(ctx: Ctx, { threadId }: { readonly threadId: number }, change: -1 | 1): Promise<void> {
  const [last] = await ctx.db
    .select({ createdAt: posts.createdAt, authorId: posts.authorId })
    .from(posts)
    .where(and(eq(posts.threadId, threadId), isNull(posts.deletedAt), isNull(posts.hiddenAt)))
    .orderBy(desc(posts.number))
    .limit(1)
  if (!last) throw new Error(`thread ${threadId} has no opening post`)
  await countReplies(ctx, { id: threadId, change, last })
}
