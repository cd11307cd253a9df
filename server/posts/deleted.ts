/** What a member deleted, or what was deleted of theirs: their own way back to it. */
import { and, desc, eq, isNotNull } from 'drizzle-orm'
import { posts, threads } from '../../db/tables/index.ts'
import { categoryTree } from '../categories/tree.ts'
import type { Ctx } from '../core/context.ts'
import { NotSignedIn } from '../core/errors.ts'
import { can } from '../core/permissions.ts'
import { type Person, personSql } from '../threads/queries.ts'
import { visiblePosts } from './policy.ts'

export type Deleted = {
  readonly id: number
  readonly number: number
  readonly body: string
  readonly thread: { readonly id: number; readonly slug: string; readonly title: string }
  readonly at: Date
  readonly by: Person | null
  readonly reason: string
  readonly restorable: boolean
}

/** What is longer ago than the newest of these is past restoring in practice. */
const MOST = 50

const columns = {
  id: posts.id,
  number: posts.number,
  authorId: posts.authorId,
  body: posts.body,
  hiddenAt: posts.hiddenAt,
  deletedAt: posts.deletedAt,
  deletedById: posts.deletedById,
  deletedBy: personSql(posts.deletedById),
  reason: posts.deleteReason,
  thread: {
    id: threads.id,
    slug: threads.slug,
    title: threads.title,
    categoryId: threads.categoryId,
    authorId: threads.authorId,
    hiddenAt: threads.hiddenAt,
    deletedAt: threads.deletedAt,
    deletedById: threads.deletedById,
    lockedAt: threads.lockedAt,
  },
}

/** The actor's deleted replies, newest first. One query. */
export async function ownReplies(ctx: Ctx): Promise<Deleted[]> {
  const rows = await ctx.db
    .select(columns)
    .from(posts)
    .innerJoin(threads, eq(threads.id, posts.threadId))
    .where(and(eq(posts.authorId, self(ctx)), isNotNull(posts.deletedAt), inSight(ctx)))
    .orderBy(desc(posts.deletedAt))
    .limit(MOST)
  return rows.map(({ deletedAt, deletedBy, ...row }) => ({
    ...row,
    at: deletedAt ?? ctx.now(),
    by: deletedBy,
    restorable: can(ctx, 'post.restore', { ...row, deletedAt }),
  }))
}

/** The threads that the actor took back, by their opening posts, newest first. One query. */
export async function ownThreads(ctx: Ctx): Promise<Deleted[]> {
  const rows = await ctx.db
    .select({ ...columns, deletedBy: personSql(threads.deletedById), reason: threads.deleteReason })
    .from(threads)
    .innerJoin(posts, and(eq(posts.threadId, threads.id), eq(posts.number, 1)))
    .where(and(eq(threads.authorId, self(ctx)), isNotNull(threads.deletedAt), inSight(ctx)))
    .orderBy(desc(threads.deletedAt))
    .limit(MOST)
  return rows.map(({ deletedBy, ...row }) => ({
    ...row,
    at: row.thread.deletedAt ?? ctx.now(),
    by: deletedBy,
    restorable: can(ctx, 'thread.restore', row.thread),
  }))
}

const inSight = (ctx: Ctx) => visiblePosts(ctx.read(categoryTree), ctx.actor)

function self({ actor }: Ctx): number {
  if (actor.id === null) throw new NotSignedIn()
  return actor.id
}
