/** Moves a thread to another category. */
import { eq } from 'drizzle-orm'
import { threads } from '../../db/tables/index.ts'
import { categoryTree } from '../categories/tree.ts'
import { audit } from '../core/audit.ts'
import type { Ctx } from '../core/context.ts'
import { Invalid } from '../core/errors.ts'
import { emit } from '../core/events/emit.ts'
import { authorize, can } from '../core/permissions.ts'
import { type AuthorCount, authorsOf } from './authors.ts'
import type { ThreadHead } from './queries.ts'
import { touch } from './service.ts'

declare module '../core/events/emit.ts' {
  interface DomainEvents {
    /** It is in another category. */
    'thread.moved': {
      readonly threadId: number
      readonly from: number
      readonly to: number
      readonly postCount: number
      readonly authors: readonly AuthorCount[]
    }
  }
}

type Move = { readonly categoryId: number; readonly reason?: string | undefined }

/**
 * Moves a thread whose lock the surrounding transaction holds. Its address stays; who reads it are from now on those who
 * read the new place.
 * @throws Invalid for a category out of sight, Forbidden
 */
export async function move(ctx: Ctx, thread: ThreadHead, { categoryId: to, reason = '' }: Move): Promise<void> {
  const { id, categoryId: from, replyCount } = thread
  if (to === from) return
  // The same answer for what is missing as for what is out of sight.
  if (!ctx.read(categoryTree).allows(ctx.actor, 'see', to)) throw new Invalid({ categoryId: { key: 'invalid.choice' } })
  authorize(ctx, 'thread.move', { ...thread, to })
  await ctx.db.update(threads).set({ categoryId: to }).where(eq(threads.id, id))
  await touch(ctx, id)
  if (ctx.actor.id !== thread.authorId)
    await audit(ctx, { act: 'thread.move', targetType: 'thread', targetId: id, reason, data: { from, to } })
  emit(ctx, 'thread.moved', { threadId: id, from, to, postCount: replyCount + 1, authors: await authorsOf(ctx, id) })
}

/** Ids of the categories to which the actor may move the thread; never the one it is in. */
export const placesFor = (ctx: Ctx, thread: ThreadHead): readonly number[] => {
  const tree = ctx.read(categoryTree)
  return tree
    .idsHaving(ctx.actor, 'see')
    .filter(to => to !== thread.categoryId && can(ctx, 'thread.move', { ...thread, to }))
}
