/** Threads taken out of sight, with all that is in them, and put back. */
import { eq } from 'drizzle-orm'
import { threads } from '../../db/tables/index.ts'
import { mayPost } from '../auth/policy.ts'
import { audit } from '../core/audit.ts'
import type { Ctx } from '../core/context.ts'
import { Gone } from '../core/errors.ts'
import { emit } from '../core/events/emit.ts'
import { authorize } from '../core/permissions.ts'
import { transaction } from '../core/transaction.ts'
import { type AuthorCount, authorsOf } from './authors.ts'
import type { ThreadHead } from './queries.ts'
import { lock, touch } from './service.ts'

type ThreadGone = {
  readonly threadId: number
  readonly categoryId: number
  readonly postCount: number
  readonly authors: readonly AuthorCount[]
}

declare module '../core/events/emit.ts' {
  interface DomainEvents {
    /** A thread is out of sight, with all its posts. */
    'thread.deleted': ThreadGone
    /** A deleted thread is back, with the posts that it had. */
    'thread.restored': ThreadGone
  }
}

/** Takes a thread out of sight; its posts go with it and can come back with it. @throws Gone when it is already */
export async function remove(
  ctx: Ctx,
  { id, reason = '' }: { id: number; reason?: string | undefined },
): Promise<void> {
  await transaction(ctx, async ctx => {
    const thread = await lock(ctx, id)
    if (thread.deletedAt) throw new Gone()
    authorize(ctx, 'thread.delete', thread)
    await ctx.db
      .update(threads)
      .set({ deletedAt: ctx.now(), deletedById: ctx.actor.id, deleteReason: reason })
      .where(eq(threads.id, id))
    await touch(ctx, id)
    if (ctx.actor.id !== thread.authorId)
      await audit(ctx, { act: 'thread.delete', targetType: 'thread', targetId: id, reason })
    emit(ctx, 'thread.deleted', await goneOf(ctx, thread))
  })
}

/** Puts a deleted thread back; one that is there already stays as it is. */
export async function restore(ctx: Ctx, { id }: { id: number }): Promise<{ id: number }> {
  mayPost(ctx)
  return transaction(ctx, async ctx => {
    const thread = await lock(ctx, id)
    if (!thread.deletedAt) return { id }
    authorize(ctx, 'thread.restore', thread)
    await ctx.db.update(threads).set({ deletedAt: null, deletedById: null, deleteReason: '' }).where(eq(threads.id, id))
    await touch(ctx, id)
    if (ctx.actor.id !== thread.authorId)
      await audit(ctx, { act: 'thread.restore', targetType: 'thread', targetId: id })
    emit(ctx, 'thread.restored', await goneOf(ctx, thread))
    return { id }
  })
}

/** What goes and comes with the thread. While it is deleted none of its posts is deleted or restored by itself. */
async function goneOf(ctx: Ctx, { id, categoryId, replyCount }: ThreadHead): Promise<ThreadGone> {
  return { threadId: id, categoryId, postCount: replyCount + 1, authors: await authorsOf(ctx, id) }
}
