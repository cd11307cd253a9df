/** Verbs on threads. */
import slugify from '@sindresorhus/slugify'
import { eq, sql } from 'drizzle-orm'
import { threads } from '../../db/tables/index.ts'
import { categoryTree } from '../categories/tree.ts'
import type { Ctx } from '../core/context.ts'
import { oneOf, prepareSql, runPrepared } from '../core/db.ts'
import { NotFound } from '../core/errors.ts'
import { emit } from '../core/events/emit.ts'
import { authorize } from '../core/permissions.ts'
import { transaction } from '../core/transaction.ts'
import { assign } from '../tags/assign.ts'
import type { KindValues } from './kind.ts'
import { headJson, inSight, type ThreadHead } from './queries.ts'

declare module '../core/events/emit.ts' {
  interface DomainEvents {
    /** A thread is there; its opening post comes with an event of its own. */
    'thread.created': { readonly threadId: number; readonly categoryId: number }
    /** Its title, kind or fields are others. */
    'thread.edited': { readonly threadId: number; readonly categoryId: number }
    /** What these threads' pages show has changed, though nobody did anything in them. */
    'threads.refreshed': { readonly threadIds: readonly number[] }
  }
}

/** The readable part of an address; empty for titles that have no Latin form. */
export const slugOf = (title: string): string => slugify(title).slice(0, 80).replace(/-+$/, '')

export type NewThread = {
  readonly categoryId: number
  readonly authorId: number
  readonly title: string
  readonly at: Date
  /** Names of tags, as they were typed. */
  readonly tags?: readonly string[]
  /** What it is if not a plain thread (kind.ts). */
  readonly is?: KindValues
}

/**
 * Makes a thread in the surrounding transaction, which must add its opening post (posts/open.ts).
 * @throws NotFound for a category out of sight, Forbidden or NotSignedIn without the right, Invalid for its tags
 */
export async function create(
  ctx: Ctx,
  { categoryId, authorId, title, at, tags = [], is }: NewThread,
): Promise<{ id: number; slug: string }> {
  authorizeCreate(ctx, categoryId)
  const slug = slugOf(title)
  const [thread] = await ctx.db
    .insert(threads)
    .values({
      ...{ categoryId, authorId, title, slug, ...is },
      ...{ lastNumber: 1, createdAt: at, bumpedAt: at, lastPosterId: authorId },
    })
    .returning({ id: threads.id })
  if (!thread) throw new Error('a thread was not inserted')
  emit(ctx, 'thread.created', { threadId: thread.id, categoryId })
  if (tags.length > 0) await assign(ctx, { threadId: thread.id, categoryId, names: tags })
  return { id: thread.id, slug }
}

/** @throws NotFound for a category out of sight, Forbidden or NotSignedIn without the right to open threads there */
export function authorizeCreate(ctx: Ctx, categoryId: number): void {
  if (!ctx.read(categoryTree).allows(ctx.actor, 'see', categoryId)) throw new NotFound()
  authorize(ctx, 'thread.create', { categoryId })
}

/**
 * Counts a reply in the surrounding transaction, which holds the thread's lock from then on. It counts before anybody has
 * asked whether this reply may be: one statement less for all that may, and a refusal undoes it.
 * @returns the thread as it is then: its last number is the reply's
 * @throws NotFound when it is missing or out of sight
 */
export async function addReply(
  ctx: Ctx,
  id: number,
  { authorId, at }: { readonly authorId: number; readonly at: Date },
): Promise<ThreadHead> {
  const [counted] = await runPrepared<{ head: unknown }>(ctx.db, countReply, { id, at: at.toISOString(), authorId })
  return inSight(ctx, counted?.head ?? null)
}

const countReply = prepareSql(sql`
  update ${threads} set last_number = last_number + 1, reply_count = reply_count + 1, version = version + 1,
    bumped_at = ${sql.placeholder('at')}, last_poster_id = ${sql.placeholder('authorId')}
  where id = ${sql.placeholder('id')} returning ${headJson} as head`)

/** Takes a reply out of the count (-1) or back into it (1); `last` is the newest post that is in sight then. */
export async function countReplies(
  ctx: Ctx,
  { id, change, last }: { id: number; change: -1 | 1; last: { createdAt: Date; authorId: number } },
): Promise<void> {
  await ctx.db
    .update(threads)
    .set({
      replyCount: sql`${threads.replyCount} + ${change}`,
      bumpedAt: last.createdAt,
      lastPosterId: last.authorId,
      version: sql`${threads.version} + 1`,
    })
    .where(eq(threads.id, id))
}

/**
 * Gives a thread whose lock the surrounding transaction holds another title. Its opening post keeps the old one
 * (posts/edit.ts).
 */
export async function rename(ctx: Ctx, { id, categoryId }: ThreadHead, title: string): Promise<void> {
  await ctx.db
    .update(threads)
    .set({ title, slug: slugOf(title) })
    .where(eq(threads.id, id))
  emit(ctx, 'thread.edited', { threadId: id, categoryId })
}

/** The thread's facts, its row locked until the transaction ends. @throws NotFound when it is missing or out of sight */
export async function lock(ctx: Ctx, id: number): Promise<ThreadHead> {
  const [locked] = await runPrepared<{ head: unknown }>(ctx.db, lockThread, { id })
  return inSight(ctx, locked?.head ?? null)
}

const lockThread = prepareSql(
  sql`select ${headJson} as head from ${threads} where id = ${sql.placeholder('id')} for update`,
)

/** Says that the thread's page has changed: cached chunks of older versions are never read again. */
export async function touch(ctx: Ctx, id: number): Promise<void> {
  await ctx.db
    .update(threads)
    .set({ version: sql`${threads.version} + 1` })
    .where(eq(threads.id, id))
}

/** Says it of threads in which nobody did anything: what their pages show of elsewhere, or how, has changed. */
export async function refresh(ctx: Ctx, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return
  await transaction(ctx, async ctx => {
    await ctx.db
      .update(threads)
      .set({ version: sql`${threads.version} + 1` })
      .where(oneOf(threads.id, ids))
    emit(ctx, 'threads.refreshed', { threadIds: ids })
  })
}
