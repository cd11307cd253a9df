/** Reads of what a post said before. Whoever sees the post may read it, as far as `posts.history` goes. */
import { and, desc, eq, inArray, lt, sql } from 'drizzle-orm'
import { members, postRevisions } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import { NotFound } from '../core/errors.ts'
import { authorize } from '../core/permissions.ts'
import { type Person, personOf } from '../threads/queries.ts'
import type { PostInThread } from './queries.ts'

/** One version: who made it, when and why. */
export type Version = {
  readonly version: number
  /** Its place among the versions that are kept, from 1. */
  readonly place: number
  readonly editor: Person
  readonly reason: string
  readonly at: Date
}

export type Text = {
  readonly version: number
  readonly body: string
  /** Of an opening post: the thread's title at the time. */
  readonly title: string | null
}

/** At most `limit` versions below a number, newest first; the first of all is the post itself. One query. */
export async function versions(
  ctx: Ctx,
  post: PostInThread,
  { below = post.version + 1, limit }: { below?: number | undefined; limit: number },
): Promise<Version[]> {
  authorize(ctx, 'post.history', post)
  const kept = ctx.db
    .select({
      version: postRevisions.version,
      editorId: postRevisions.editorId,
      reason: postRevisions.reason,
      at: postRevisions.at,
      place: sql<number>`row_number() over (order by ${postRevisions.version})`.mapWith(Number).as('place'),
    })
    .from(postRevisions)
    .where(eq(postRevisions.postId, post.id))
    .as('kept')
  const rows: Version[] = await ctx.db
    .select({ version: kept.version, place: kept.place, editor: personOf(members), reason: kept.reason, at: kept.at })
    .from(kept)
    .innerJoin(members, eq(members.id, kept.editorId))
    // None is above the post's own: a larger number than the column holds asks for all.
    .where(lt(kept.version, Math.min(below, post.version + 1)))
    .orderBy(desc(kept.version))
    .limit(limit)
  if (below <= post.version) return rows
  return [{ place: (rows[0]?.place ?? 0) + 1, ...versionOf(post) }, ...rows].slice(0, limit)
}

const versionOf = (post: PostInThread): Omit<Version, 'place'> => ({
  version: post.version,
  editor: post.editor ?? post.author,
  reason: post.editReason,
  at: post.editedAt ?? post.createdAt,
})

/**
 * The texts of these versions of a post, oldest first. At most one query.
 * @throws NotFound when one was never kept
 */
export async function texts(ctx: Ctx, post: PostInThread, wanted: readonly number[]): Promise<Text[]> {
  authorize(ctx, 'post.history', post)
  const earlier = wanted.filter(version => version !== post.version)
  const rows =
    earlier.length === 0
      ? []
      : await ctx.db
          .select({ version: postRevisions.version, body: postRevisions.body, title: postRevisions.title })
          .from(postRevisions)
          .where(and(eq(postRevisions.postId, post.id), inArray(postRevisions.version, earlier)))
  const current = { version: post.version, body: post.body, title: post.number === 1 ? post.thread.title : null }
  const found = [...rows, ...(wanted.includes(post.version) ? [current] : [])]
  if (found.length < new Set(wanted).size) throw new NotFound()
  return found.sort((one, other) => one.version - other.version)
}
