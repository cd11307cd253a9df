/** Reads of bookmarks: each member's own, and nobody else's. A post that went out of sight is not told of, only kept. */
import { and, asc, desc, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import { bookmarks, members, posts, threads } from '../../db/tables/index.ts'
import { categoryTree } from '../categories/tree.ts'
import type { Ctx } from '../core/context.ts'
import { pageOf, readCursor } from '../core/cursor.ts'
import { NotFound, NotSignedIn } from '../core/errors.ts'
import { visiblePosts } from '../posts/policy.ts'
import type { ReadPosts } from '../site/own-state.ts'
import { type Person, personOf } from '../threads/queries.ts'

/** Ids of the posts on one page of a thread that a member keeps. */
export type OwnBookmarks = readonly number[]

export type BookmarkedPost = {
  readonly id: number
  readonly number: number
  readonly author: Person
  readonly excerpt: string
  readonly thread: { readonly id: number; readonly slug: string; readonly title: string }
}

export type BookmarkRow = {
  readonly postId: number
  readonly note: string
  readonly remindAt: Date | null
  readonly createdAt: Date
  /** Null while it is out of sight. */
  readonly post: BookmarkedPost | null
}

/** Those of some posts, as one scalar; null when there are none. */
export const ownAmong = ({ ids, memberId }: ReadPosts): SQL => sql`(
  select json_agg(b.post_id order by b.post_id) from ${bookmarks} b
  where b.post_id = any(${ids}) and b.member_id = ${memberId})`

/** What `ownAmong` gave. */
export const parseOwn = (raw: unknown): OwnBookmarks => (Array.isArray(raw) ? raw.map(Number) : [])

type ListOptions = { readonly by: 'date' | 'reminder'; readonly cursor?: string | undefined; readonly limit: number }

/** The actor's bookmarks: all, the newest first; or those with a reminder, the next first. One query. */
export async function list(ctx: Ctx, { by, cursor, limit }: ListOptions) {
  const after = readCursor(cursor, 2)
  const at = after && new Date(after[0] ?? 0).toISOString()
  const dated = by === 'date'
  const position = dated
    ? sql`(${bookmarks.createdAt}, ${bookmarks.postId}) < (${at}::timestamptz, ${after?.[1] ?? 0}::bigint)`
    : sql`(${bookmarks.remindAt}, ${bookmarks.postId}) > (${at}::timestamptz, ${after?.[1] ?? 0}::bigint)`
  const rows = await mine(ctx, dated ? undefined : isNotNull(bookmarks.remindAt), after ? position : undefined)
    .orderBy(
      ...(dated
        ? [desc(bookmarks.createdAt), desc(bookmarks.postId)]
        : [asc(bookmarks.remindAt), asc(bookmarks.postId)]),
    )
    .limit(limit + 1)
  return pageOf(rows.map(asRow), limit, row => [
    (dated ? row.createdAt : (row.remindAt ?? row.createdAt)).getTime(),
    row.postId,
  ])
}

/** The actor's bookmark of a post. @throws NotFound when there is none */
export async function get(ctx: Ctx, postId: number): Promise<BookmarkRow> {
  const [row] = await mine(ctx, eq(bookmarks.postId, postId))
  if (!row) throw new NotFound()
  return asRow(row)
}

/** A post in sight with the actor's bookmark of it; null when there is none yet. One query. @throws NotFound, NotSignedIn */
export async function about(
  ctx: Ctx,
  postId: number,
): Promise<{ post: BookmarkedPost; bookmark: Pick<BookmarkRow, 'note' | 'remindAt'> | null }> {
  if (ctx.actor.id === null) throw new NotSignedIn()
  const [row] = await ctx.db
    .select({
      post: { id: posts.id, number: posts.number, excerpt: posts.excerpt },
      author: personOf(members),
      thread: { id: threads.id, slug: threads.slug, title: threads.title },
      bookmark: { note: bookmarks.note, remindAt: bookmarks.remindAt },
    })
    .from(posts)
    .innerJoin(threads, eq(threads.id, posts.threadId))
    .innerJoin(members, eq(members.id, posts.authorId))
    .leftJoin(bookmarks, and(eq(bookmarks.postId, posts.id), eq(bookmarks.memberId, ctx.actor.id)))
    .where(and(eq(posts.id, postId), inSightOf(ctx)))
  if (!row) throw new NotFound()
  return { post: { ...row.post, author: row.author, thread: row.thread }, bookmark: row.bookmark }
}

/** A tombstone is no post any more, for moderators too. */
const inSightOf = (ctx: Ctx): SQL =>
  and(visiblePosts(ctx.read(categoryTree), ctx.actor), isNull(posts.deletedAt)) ?? sql`false`

/** @throws NotSignedIn */
function mine(ctx: Ctx, ...conditions: (SQL | undefined)[]) {
  if (ctx.actor.id === null) throw new NotSignedIn()
  const inSight = inSightOf(ctx)
  // What is out of sight does not leave the database.
  const seen = <T>(value: SQL<T>) => sql<T | null>`case when ${inSight} then ${value} end`
  return ctx.db
    .select({
      postId: bookmarks.postId,
      note: bookmarks.note,
      remindAt: bookmarks.remindAt,
      createdAt: bookmarks.createdAt,
      number: seen(sql<number>`${posts.number}`),
      excerpt: seen(sql<string>`${posts.excerpt}`),
      title: seen(sql<string>`${threads.title}`),
      slug: seen(sql<string>`${threads.slug}`),
      threadId: threads.id,
      author: personOf(members),
    })
    .from(bookmarks)
    .innerJoin(posts, eq(posts.id, bookmarks.postId))
    .innerJoin(threads, eq(threads.id, posts.threadId))
    .leftJoin(members, and(eq(members.id, posts.authorId), inSight))
    .where(and(eq(bookmarks.memberId, ctx.actor.id), ...conditions))
    .$dynamic()
}

type Stored = Awaited<ReturnType<typeof mine>>[number]

function asRow({
  postId,
  note,
  remindAt,
  createdAt,
  number,
  excerpt,
  title,
  slug,
  threadId,
  author,
}: Stored): BookmarkRow {
  const gone = number === null || excerpt === null || title === null || slug === null || author === null
  const post = gone ? null : { id: postId, number, author, excerpt, thread: { id: threadId, slug, title } }
  return { postId, note, remindAt, createdAt, post }
}
