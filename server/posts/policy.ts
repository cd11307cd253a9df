/** Who sees and does what with posts. A post is seen by who sees its thread, unless it is hidden or deleted itself. */
import { and, isNull, or, type SQL, sql } from 'drizzle-orm'
import { posts, threads } from '../../db/tables/index.ts'
import type { CategoryTree } from '../categories/tree.ts'
import { categoryTree } from '../categories/tree.ts'
import type { Actor } from '../core/actor.ts'
import type { Ctx } from '../core/context.ts'
import { oneOf } from '../core/db.ts'
import type { Policies } from '../core/permissions.ts'
import { canViewThread, type ThreadFacts, visibleThreads } from '../threads/policy.ts'

export type PostFacts = {
  readonly authorId: number
  readonly hiddenAt: Date | null
  readonly deletedAt: Date | null
  readonly thread: ThreadFacts
}

declare module '../core/permissions.ts' {
  interface Permissions {
    'post.edit': PostFacts
    'post.delete': PostFacts
  }
}

/** Hidden: only its author and moderators. Deleted: only moderators, who see its tombstone. */
export function canViewPost(tree: CategoryTree, actor: Actor, post: PostFacts): boolean {
  if (!canViewThread(tree, actor, post.thread)) return false
  if (post.deletedAt === null && post.hiddenAt === null) return true
  if (tree.allows(actor, 'moderate', post.thread.categoryId)) return true
  return post.deletedAt === null && actor.id === post.authorId
}

/** `canViewPost` as a condition on posts joined with threads. */
export function visiblePosts(tree: CategoryTree, actor: Actor): SQL {
  const moderated = oneOf(threads.categoryId, tree.idsHaving(actor, 'moderate'))
  const own = actor.id === null ? sql`false` : sql`${posts.authorId} = ${actor.id}`
  const condition = and(
    visibleThreads(tree, actor),
    or(isNull(posts.deletedAt), moderated),
    or(isNull(posts.hiddenAt), own, moderated),
  )
  return condition ?? sql`false`
}

/** An author keeps a say over their words while the thread is open; who moderates the category always has it. */
const mayChange = (ctx: Ctx, post: PostFacts): boolean => {
  if (post.deletedAt !== null || post.thread.deletedAt !== null) return false
  if (ctx.read(categoryTree).allows(ctx.actor, 'moderate', post.thread.categoryId)) return true
  return ctx.actor.id === post.authorId && post.thread.lockedAt === null
}

export const policies: Policies = { 'post.edit': mayChange, 'post.delete': mayChange }
