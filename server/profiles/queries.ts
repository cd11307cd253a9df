/** What a member wrote, for those to whom they show it: only what these could read where it stands. */
import { and, desc, eq, gt, isNull, lt } from 'drizzle-orm'
import { posts, threads } from '../../db/tables/index.ts'
import { categoryTree } from '../categories/tree.ts'
import type { Ctx } from '../core/context.ts'
import { pageOf, readCursor } from '../core/cursor.ts'
import { Forbidden, NotSignedIn } from '../core/errors.ts'
import type { MemberRow } from '../members/queries.ts'
import { visiblePosts } from '../posts/policy.ts'
import * as threadQueries from '../threads/queries.ts'

type Page = { readonly cursor?: string | undefined; readonly limit: number }

export type WrittenRow = {
  readonly id: number
  readonly number: number
  readonly excerpt: string
  readonly createdAt: Date
  readonly thread: { readonly id: number; readonly slug: string; readonly title: string; readonly categoryId: number }
}

/** Their posts, newest first; without those that began a thread, if asked so. One query. @throws NotSignedIn, Forbidden when they keep the list to themselves */
export async function written(
  ctx: Ctx,
  member: MemberRow,
  { cursor, limit, replies = false }: Page & { replies?: boolean },
) {
  requireShown(ctx, member)
  const before = readCursor(cursor, 1)?.[0]
  const { id, slug, title, categoryId } = threads
  const rows: WrittenRow[] = await ctx.db
    .select({
      id: posts.id,
      number: posts.number,
      excerpt: posts.excerpt,
      createdAt: posts.createdAt,
      thread: { id, slug, title, categoryId },
    })
    .from(posts)
    .innerJoin(threads, eq(threads.id, posts.threadId))
    .where(
      and(
        eq(posts.authorId, member.id),
        visiblePosts(ctx.read(categoryTree), ctx.actor),
        // Moderators still see the tombstone where it stands; here it would be no more than a gap.
        isNull(posts.deletedAt),
        isNull(threads.deletedAt),
        replies ? gt(posts.number, 1) : undefined,
        before === undefined ? undefined : lt(posts.id, before),
      ),
    )
    .orderBy(desc(posts.id))
    .limit(limit + 1)
  return pageOf(rows, limit, row => [row.id])
}

/** The threads that they began, latest activity first. @throws NotSignedIn, Forbidden */
export async function begun(ctx: Ctx, member: MemberRow, page: Page) {
  requireShown(ctx, member)
  return threadQueries.list(ctx, { authorId: member.id, ...page })
}

function requireShown(ctx: Ctx, { activityShown }: MemberRow): void {
  if (activityShown) return
  throw ctx.actor.kind === 'visitor' ? new NotSignedIn() : new Forbidden('activity.kept', 'profile.error.activityKept')
}
