/** Changes a thread as a whole: its title, which its opening post keeps in its history, its place, its tags and its kind. */
import { and, eq } from 'drizzle-orm'
import { posts } from '../../db/tables/index.ts'
import { categoryTree } from '../categories/tree.ts'
import { audit } from '../core/audit.ts'
import type { Ctx } from '../core/context.ts'
import { Gone, PreconditionFailed } from '../core/errors.ts'
import { authorize } from '../core/permissions.ts'
import { transaction } from '../core/transaction.ts'
import { assign, namesOn } from '../tags/assign.ts'
import { convert } from '../threads/kind.ts'
import { move } from '../threads/move.ts'
import type { ThreadHead } from '../threads/queries.ts'
import { lock, touch } from '../threads/service.ts'
import { beginEdit, revise } from './edit.ts'
import type { LockedPost } from './lock.ts'
import { authorizeEdit } from './policy.ts'

type ThreadEdit = {
  readonly id: number
  readonly title?: string | undefined
  readonly categoryId?: number | undefined
  /** All names of tags that it shall have. */
  readonly tags?: readonly string[] | undefined
  /** What it becomes; and what was sent for that kind's fields, by name. Fields of the kind it is that are not sent stay. */
  readonly kind?: string | undefined
  readonly fields?: Readonly<Record<string, unknown>> | undefined
  readonly reason?: string | undefined
  /** The thread's version that the edit is based on. */
  readonly version?: number | undefined
  /** The opening post's: replies, which raise the thread's, are no reason to ask its editor again. */
  readonly openingVersion?: number | undefined
  /** Where it was and what tags it had, which the opening post does not know, when its editor looked. */
  readonly was?: Place | undefined
}

type Place = { readonly categoryId: number; readonly tags: readonly string[] }

/**
 * Changes what is given.
 * @throws PreconditionFailed when a version is not the stored one, or the thread not what it was, NotFound, Gone, Forbidden, Invalid, RateLimited
 */
export async function editThread(
  ctx: Ctx,
  { id, title, categoryId, tags, kind, fields, reason, ...based }: ThreadEdit,
): Promise<void> {
  await beginEdit(ctx)
  await transaction(ctx, async ctx => {
    const thread = await lock(ctx, id)
    if (thread.deletedAt) throw new Gone()
    authorize(ctx, 'thread.edit', thread)
    const opening = await openingOf(ctx, thread, 'update')
    if (!ctx.read(categoryTree).allows(ctx.actor, 'moderate', thread.categoryId)) authorizeEdit(ctx, opening)
    const same =
      (title === undefined || title.trim() === thread.title) && (categoryId ?? thread.categoryId) === thread.categoryId
    const moved = based.was !== undefined && !(await isStill(ctx, thread, based.was))
    const retagged = tags !== undefined && (await retag(ctx, thread, { tags, reason, categoryId }))
    const converted = (kind ?? fields) !== undefined && (await becomes(ctx, thread, { kind, fields, reason }))
    if (same && !retagged && !converted) return
    const { version = thread.version, openingVersion = opening.version } = based
    if (moved || version !== thread.version || openingVersion !== opening.version) throw new PreconditionFailed()
    if (title !== undefined) await revise(ctx, opening, { title, reason })
    if (categoryId !== undefined) await move(ctx, thread, { categoryId, reason })
  })
}

/** @returns whether it is another kind now, or has other values in that kind's fields */
async function becomes(
  ctx: Ctx,
  thread: ThreadHead,
  { kind = thread.kind, fields = {}, reason }: Pick<ThreadEdit, 'kind' | 'fields' | 'reason'>,
): Promise<boolean> {
  const kept = kind === thread.kind ? thread.fields : {}
  return convert(ctx, thread, { kind, fields: { ...kept, ...fields }, reason })
}

/** Whether it stands where it stood and has the same tags, by their names; the caller holds its lock. */
async function isStill(ctx: Ctx, { id, categoryId }: ThreadHead, was: Place): Promise<boolean> {
  const now = await namesOn(ctx, id)
  return categoryId === was.categoryId && now.length === was.tags.length && now.every(name => was.tags.includes(name))
}

/** @returns whether its tags are others now */
async function retag(
  ctx: Ctx,
  { id, authorId, categoryId: place }: ThreadHead,
  { tags, reason = '', categoryId = place }: Pick<ThreadEdit, 'reason' | 'categoryId'> & { tags: readonly string[] },
): Promise<boolean> {
  const changed = await assign(ctx, { threadId: id, categoryId, names: tags })
  if (!changed) return false
  await touch(ctx, id)
  if (ctx.actor.id !== authorId)
    await audit(ctx, { act: 'thread.tag', targetType: 'thread', targetId: id, reason, data: { tags } })
  return true
}

/** A thread's opening post as it is stored; the caller has seen to it that the actor sees the thread. */
export async function openingOf(ctx: Ctx, thread: ThreadHead, lock?: 'update'): Promise<LockedPost> {
  const query = ctx.db
    .select()
    .from(posts)
    .where(and(eq(posts.threadId, thread.id), eq(posts.number, 1)))
  const [row] = await (lock ? query.for(lock) : query)
  if (!row) throw new Error(`thread ${thread.id} has no opening post`)
  return { ...row, thread }
}
