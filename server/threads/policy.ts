/** Who sees and does what with threads: pure rules, and the same rule of sight as SQL for lists. They must agree (tests). */
import { type SQL, sql } from 'drizzle-orm'
import { sameReaders } from '../categories/audience.ts'
import { type CategoryTree, categoryTree } from '../categories/tree.ts'
import type { Actor } from '../core/actor.ts'
import type { Ctx } from '../core/context.ts'
import type { Policies } from '../core/permissions.ts'

/** What the rules need to know of a thread. */
export type ThreadFacts = {
  readonly categoryId: number
  readonly authorId: number
  readonly hiddenAt: Date | null
  readonly deletedAt: Date | null
  readonly deletedById: number | null
  readonly lockedAt: Date | null
}

declare module '../core/permissions.ts' {
  interface Permissions {
    /** About the category. */
    'thread.create': { readonly categoryId: number }
    'thread.reply': ThreadFacts
    'thread.edit': ThreadFacts
    /** To another category, which the actor sees. */
    'thread.move': ThreadFacts & { readonly replyCount: number; readonly to: number }
    'thread.delete': ThreadFacts & { readonly replyCount: number }
    'thread.restore': ThreadFacts
  }
}

/**
 * Hidden: only its author and moderators. Deleted: only moderators, and its author if they took it back themselves; what
 * others answered is not theirs to keep reading. Else whoever sees the category.
 */
export function canViewThread(tree: CategoryTree, actor: Actor, thread: ThreadFacts): boolean {
  if (!tree.allows(actor, 'see', thread.categoryId)) return false
  if (thread.deletedAt === null && thread.hiddenAt === null) return true
  if (tree.allows(actor, 'moderate', thread.categoryId)) return true
  return actor.id === thread.authorId && (thread.deletedAt === null || actor.id === thread.deletedById)
}

/** What the rule of sight knows of an actor, in SQL: their id, and the categories that they see and moderate. */
export type Sight = { readonly memberId: SQL; readonly seen: SQL; readonly moderated: SQL }

const idsOf = (ids: readonly number[]): SQL => sql`${sql.param([...ids])}::bigint[]`

export const sightOf = (tree: CategoryTree, actor: Actor): Sight => ({
  memberId: sql`${actor.id}::bigint`,
  seen: idsOf(tree.idsHaving(actor, 'see')),
  moderated: idsOf(tree.idsHaving(actor, 'moderate')),
})

/** The same for a statement that is put together once: run it with `sightValues`. */
export const SIGHT: Sight = {
  memberId: sql`${sql.placeholder('sightId')}::bigint`,
  seen: sql`${sql.placeholder('seen')}::bigint[]`,
  moderated: sql`${sql.placeholder('moderated')}::bigint[]`,
}

export const sightValues = (tree: CategoryTree, actor: Actor) => ({
  sightId: actor.id,
  seen: [...tree.idsHaving(actor, 'see')],
  moderated: [...tree.idsHaving(actor, 'moderate')],
})

// Text rather than columns: most statements have it, and every column costs the time of looking up its name.

/** `canViewThread` as a condition on a row of threads; nobody's own is a visitor's, whose id is null. */
export const threadsIn = ({ memberId, seen, moderated }: Sight): SQL => sql`(threads.category_id = any(${seen}) and (
  (threads.deleted_at is null and threads.hidden_at is null) or threads.category_id = any(${moderated})
  or (threads.author_id = ${memberId} and (threads.deleted_at is null or threads.deleted_by_id = ${memberId}))))`

/** The same for one actor. */
export const visibleThreads = (tree: CategoryTree, actor: Actor): SQL => threadsIn(sightOf(tree, actor))

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
  'thread.move': (ctx, thread) => {
    if (thread.deletedAt !== null) return false
    const tree = ctx.read(categoryTree)
    if (moderates(ctx, thread) && tree.allows(ctx.actor, 'moderate', thread.to)) return true
    if (ctx.actor.id !== thread.authorId || thread.lockedAt !== null) return false
    if (!tree.allows(ctx.actor, 'create', thread.to)) return false
    // What others answered was said to those who read here: its author shows it to nobody else, nor hides it from them.
    return thread.replyCount === 0 || sameReadersIn(tree, thread.categoryId, thread.to)
  },
  // An author may take back what nobody has answered yet.
  'thread.delete': (ctx, thread) =>
    thread.deletedAt === null &&
    (moderates(ctx, thread) || (ctx.actor.id === thread.authorId && thread.replyCount === 0)),
  'thread.restore': (ctx, thread) => thread.deletedAt !== null && (moderates(ctx, thread) || mayPutBack(ctx, thread)),
}

function sameReadersIn(tree: CategoryTree, from: number, to: number): boolean {
  const [one, other] = [tree.get(from), tree.get(to)]
  return one !== undefined && other !== undefined && sameReaders(one, other)
}

type Deleted = {
  readonly authorId: number
  readonly deletedAt: Date | null
  readonly deletedById: number | null
}

const DAY_MS = 24 * 60 * 60 * 1000

/** Whether the actor wrote this, took it back themselves, and may still think again. */
export function mayPutBack(ctx: Ctx, { authorId, deletedAt, deletedById }: Deleted): boolean {
  if (deletedAt === null || ctx.actor.id !== authorId || deletedById !== authorId) return false
  return ctx.now().getTime() - deletedAt.getTime() <= ctx.setting('posts.restoreDays') * DAY_MS
}
