/** How verbs take hold of a post. */
import { eq } from 'drizzle-orm'
import { posts } from '../../db/tables/index.ts'
import { categoryTree } from '../categories/tree.ts'
import type { Ctx } from '../core/context.ts'
import { Gone, NotFound } from '../core/errors.ts'
import type { ThreadHead } from '../threads/queries.ts'
import { lock } from '../threads/service.ts'
import type { PostEvent } from './events.ts'
import { canViewPost } from './policy.ts'

/** A post as it is stored, with its thread; both locked. */
export type LockedPost = typeof posts.$inferSelect & { readonly thread: ThreadHead }

/**
 * A post with its thread, both locked in the order in which every verb locks them: thread first.
 * @throws NotFound when it is missing or out of sight
 */
export async function lockAny(ctx: Ctx, id: number): Promise<LockedPost> {
  const [at] = await ctx.db.select({ threadId: posts.threadId }).from(posts).where(eq(posts.id, id))
  if (!at) throw new NotFound()
  const thread = await lock(ctx, at.threadId)
  const [row] = await ctx.db.select().from(posts).where(eq(posts.id, id)).for('update')
  if (!row || row.threadId !== thread.id) throw new NotFound()
  const post = { ...row, thread }
  if (!canViewPost(ctx.read(categoryTree), ctx.actor, post)) throw new NotFound()
  return post
}

/** The same for a post that stands. @throws NotFound; Gone to who still sees its tombstone, or its thread's */
export async function lockPost(ctx: Ctx, id: number): Promise<LockedPost> {
  const post = await lockAny(ctx, id)
  if (post.deletedAt || post.thread.deletedAt) throw new Gone()
  return post
}

/** What every event of a post says. */
export const eventOf = ({ id, threadId, number, authorId, thread }: LockedPost): PostEvent => ({
  postId: id,
  threadId,
  categoryId: thread.categoryId,
  number,
  authorId,
})
