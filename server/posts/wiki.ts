/** Posts that every member who may reply may edit. */
import { eq } from 'drizzle-orm'
import { posts } from '../../db/tables/index.ts'
import { mayPost } from '../auth/policy.ts'
import { audit } from '../core/audit.ts'
import type { Ctx } from '../core/context.ts'
import { emit } from '../core/events/emit.ts'
import { authorize } from '../core/permissions.ts'
import { transaction } from '../core/transaction.ts'
import { touch } from '../threads/service.ts'
import { eventOf, lockPost } from './lock.ts'

/** Opens a post to all who may reply, or gives it back to its author. @throws NotFound, Gone, Forbidden */
export async function setWiki(ctx: Ctx, { id, wiki }: { id: number; wiki: boolean }): Promise<void> {
  mayPost(ctx)
  await transaction(ctx, async ctx => {
    const post = await lockPost(ctx, id)
    authorize(ctx, 'post.wiki', post)
    if (post.wiki === wiki) return
    await ctx.db.update(posts).set({ wiki }).where(eq(posts.id, id))
    await touch(ctx, post.threadId)
    if (ctx.actor.id !== post.authorId)
      await audit(ctx, { act: wiki ? 'post.wiki' : 'post.unwiki', targetType: 'post', targetId: id })
    emit(ctx, 'post.wikiChanged', { ...eventOf(post), wiki })
  })
}
