/** Who sees and does what with posts. A post is seen by who sees its thread, unless it is hidden or deleted itself. */
import { type SQL, sql } from 'drizzle-orm'
import { type CategoryTree, categoryTree } from '../categories/tree.ts'
import { type Actor, GROUP, trustLevelOf } from '../core/actor.ts'
import type { Ctx } from '../core/context.ts'
import { Forbidden } from '../core/errors.ts'
import { authorize, can, type Policies } from '../core/permissions.ts'
import { canViewThread, mayPutBack, type Sight, sightOf, type ThreadFacts, threadsIn } from '../threads/policy.ts'

/** What sight depends on. */
export type PostFacts = {
  readonly authorId: number
  readonly hiddenAt: Date | null
  readonly deletedAt: Date | null
  readonly thread: ThreadFacts
}

export type EditFacts = PostFacts & { readonly createdAt: Date; readonly wiki: boolean }

declare module '../core/permissions.ts' {
  interface Permissions {
    'post.edit': EditFacts
    /** Of what it said before. */
    'post.history': EditFacts
    'post.wiki': PostFacts
    'post.delete': PostFacts
    'post.restore': PostFacts & { readonly deletedById: number | null }
  }
}

/** Hidden or deleted: only its author and moderators. */
export function canViewPost(tree: CategoryTree, actor: Actor, post: PostFacts): boolean {
  if (!canViewThread(tree, actor, post.thread)) return false
  if (post.deletedAt === null && post.hiddenAt === null) return true
  return actor.id === post.authorId || tree.allows(actor, 'moderate', post.thread.categoryId)
}

/** `canViewPost` as a condition on rows of posts joined with threads. */
export const postsIn = (sight: Sight): SQL => sql`(${threadsIn(sight)} and (
  (posts.deleted_at is null and posts.hidden_at is null) or posts.author_id = ${sight.memberId}
  or threads.category_id = any(${sight.moderated})))`

/** The same for one actor. */
export const visiblePosts = (tree: CategoryTree, actor: Actor): SQL => postsIn(sightOf(tree, actor))

const stands = (post: PostFacts): boolean => post.deletedAt === null && post.thread.deletedAt === null

const moderates = (ctx: Ctx, { thread }: PostFacts): boolean =>
  ctx.read(categoryTree).allows(ctx.actor, 'moderate', thread.categoryId)

/** An author keeps a say over their words while the thread is open; who moderates the category always has it. */
const isOwn = (ctx: Ctx, { authorId, thread }: PostFacts): boolean =>
  ctx.actor.id === authorId && thread.lockedAt === null

export const policies: Policies = {
  'post.edit': (ctx, post) => {
    if (!stands(post)) return false
    if (moderates(ctx, post)) return true
    if (post.wiki && can(ctx, 'thread.reply', post.thread)) return true
    return isOwn(ctx, post) && isWithinWindow(ctx, post)
  },
  'post.history': (ctx, post) => {
    if (!stands(post)) return false
    switch (ctx.setting('posts.history')) {
      case 'everyone':
        return true
      case 'members':
        return ctx.actor.groups.has(GROUP.members)
      case 'authors':
        return moderates(ctx, post) || ctx.actor.id === post.authorId || can(ctx, 'post.edit', post)
    }
  },
  // An author whom the grants name: by default from trust level 2 on.
  'post.wiki': (ctx, post) => {
    if (!stands(post)) return false
    if (moderates(ctx, post)) return true
    return isOwn(ctx, post) ? undefined : false
  },
  'post.delete': (ctx, post) => stands(post) && (moderates(ctx, post) || isOwn(ctx, post)),
  'post.restore': (ctx, post) => {
    if (post.deletedAt === null || post.thread.deletedAt !== null) return false
    return moderates(ctx, post) || (isOwn(ctx, post) && mayPutBack(ctx, post))
  },
}

const WINDOWS = [
  'posts.editWindow0',
  'posts.editWindow1',
  'posts.editWindow2',
  'posts.editWindow3',
  'posts.editWindow4',
] as const

const MINUTE_MS = 60_000

/** For how many minutes members of the actor's trust level may edit what they wrote; 0 is always. */
const windowOf = (ctx: Ctx): number => ctx.setting(WINDOWS[trustLevelOf(ctx.actor)] ?? 'posts.editWindow0')

function isWithinWindow(ctx: Ctx, { createdAt }: EditFacts): boolean {
  const minutes = windowOf(ctx)
  return minutes === 0 || ctx.now().getTime() - createdAt.getTime() <= minutes * MINUTE_MS
}

/** @throws NotSignedIn; Forbidden, which tells an author what stands in the way and where to turn */
export function authorizeEdit(ctx: Ctx, post: EditFacts): void {
  if (ctx.actor.id === post.authorId && !can(ctx, 'post.edit', post) && stands(post)) {
    if (post.thread.lockedAt) throw new Forbidden('thread.locked', 'post.error.locked')
    if (!isWithinWindow(ctx, post)) throw new Forbidden('post.editWindow', 'post.error.editWindow', span(windowOf(ctx)))
  }
  authorize(ctx, 'post.edit', post)
}

/** A span of minutes in the unit in which people say it. */
function span(minutes: number): { readonly count: number; readonly unit: 'minutes' | 'hours' | 'days' } {
  if (minutes % 1440 === 0) return { count: minutes / 1440, unit: 'days' }
  return minutes % 60 === 0 ? { count: minutes / 60, unit: 'hours' } : { count: minutes, unit: 'minutes' }
}
