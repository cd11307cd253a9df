/** Who sees and does what with threads: pure rules, and the same rule of sight as SQL for lists. They must agree (tests). */
import { and, isNull, or, type SQL, sql } from 'drizzle-orm'
import { threads } from '../../db/tables/index.ts'
import { type CategoryTree, categoryTree } from '../categories/tree.ts'
import type { Actor } from '../core/actor.ts'
import type { Ctx } from '../core/context.ts'
import { oneOf } from '../core/db.ts'
import type { Policies } from '../core/permissions.ts'

/** What the rules need to know of a thread. */
export type ThreadFacts = {
  readonly categoryId: number
  readonly authorId: number
  readonly hiddenAt: Date | null
  readonly deletedAt: Date | null
  readonly lockedAt: Date | null
}

declare module '../core/permissions.ts' {
  interface Permissions {
    /** About the category. */
    'thread.create': { readonly categoryId: number }
    'thread.reply': ThreadFacts
    'thread.edit': ThreadFacts
    'thread.delete': ThreadFacts & { readonly replyCount: number }
  }
}

/** Hidden: only its author and moderators. Deleted: only moderators. Else whoever sees the category. */
export function canViewThread(tree: CategoryTree, actor: Actor, thread: ThreadFacts): boolean {
  if (!tree.allows(actor, 'see', thread.categoryId)) return false
  if (thread.deletedAt === null && thread.hiddenAt === null) return true
  if (tree.allows(actor, 'moderate', thread.categoryId)) return true
  return thread.deletedAt === null && actor.id === thread.authorId
}

/** `canViewThread` as a condition on the threads table. */
export function visibleThreads(tree: CategoryTree, actor: Actor): SQL {
  const moderated = oneOf(threads.categoryId, tree.idsHaving(actor, 'moderate'))
  const own = actor.id === null ? sql`false` : sql`${threads.authorId} = ${actor.id}`
  const condition = and(
    oneOf(threads.categoryId, tree.idsHaving(actor, 'see')),
    or(isNull(threads.deletedAt), moderated),
    or(isNull(threads.hiddenAt), own, moderated),
  )
  return condition ?? sql`false`
}

const moderates = (ctx: Ctx, thread: ThreadFacts): boolean =>
  ctx.read(categoryTree).allows(ctx.actor, 'moderate', thread.categoryId)

export const policies: Policies = {
  'thread.create': (ctx, { categoryId }) => ctx.read(categoryTree).allows(ctx.actor, 'create', categoryId),
  // A locked thread takes no reply from a member; whoever moderates it has the last word.
  'thread.reply': (ctx, thread) => {
    if (thread.deletedAt !== null) return false
    if (moderates(ctx, thread)) return true
    return thread.lockedAt === null && ctx.read(categoryTree).allows(ctx.actor, 'reply', thread.categoryId)
  },
  'thread.edit': (ctx, thread) =>
    thread.deletedAt === null &&
    (moderates(ctx, thread) || (ctx.actor.id === thread.authorId && thread.lockedAt === null)),
  // An author may take back what nobody has answered yet.
  'thread.delete': (ctx, thread) =>
    thread.deletedAt === null &&
    (moderates(ctx, thread) || (ctx.actor.id === thread.authorId && thread.replyCount === 0)),
}
