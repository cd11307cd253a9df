/** Reads of uploads. A file is for its sender, and for whoever sees a post that shows it: asked anew at each request. */
import { and, desc, eq, lt, type SQL, sql } from 'drizzle-orm'
import { drafts, posts, postUploads, threads, uploads } from '../../db/tables/index.ts'
import { categoryTree } from '../categories/tree.ts'
import { type Actor, VISITOR } from '../core/actor.ts'
import type { Ctx } from '../core/context.ts'
import { pageOf, readCursor } from '../core/cursor.ts'
import { NotFound, NotSignedIn } from '../core/errors.ts'
import { visiblePosts } from '../posts/policy.ts'

export type UploadRow = typeof uploads.$inferSelect

/** Posts in the actor's sight that show the upload, the tombstones too of who sees them. */
const showing = (ctx: Ctx, actor: Actor): SQL => sql`from ${postUploads}
  join ${posts} on ${posts.id} = ${postUploads.postId} join ${threads} on ${threads.id} = ${posts.threadId}
  where ${postUploads.uploadId} = ${uploads.id} and ${visiblePosts(ctx.read(categoryTree), actor)}`

// Each is wrapped in another: a column that is selected by itself would lose its table's name.
const shownTo = (ctx: Ctx, actor: Actor) => sql<boolean>`${sql`exists (select ${showing(ctx, actor)})`}`

export type ShowingPost = { readonly threadId: number; readonly slug: string; readonly number: number }

/** The newest post in the actor's sight that shows the upload and is not deleted; null when there is none. */
export const showingPost = (ctx: Ctx) =>
  sql<ShowingPost | null>`${sql`(
  select json_build_object('threadId', ${threads.id}, 'slug', ${threads.slug}, 'number', ${posts.number})
  ${showing(ctx, ctx.actor)} and ${posts.deletedAt} is null and ${threads.deletedAt} is null
  order by ${posts.id} desc limit 1)`}`

/**
 * An upload that the actor may have, and whether visitors may too. One query.
 * @throws NotFound for what is not there and for what is not theirs to have: the same answer
 */
export async function served(ctx: Ctx, key: string): Promise<UploadRow & { readonly open: boolean }> {
  const [row] = await ctx.db
    .select({ upload: uploads, shown: shownTo(ctx, ctx.actor), open: shownTo(ctx, VISITOR) })
    .from(uploads)
    .where(and(eq(uploads.key, key), eq(uploads.purpose, 'post')))
  if (!row || !(row.shown || row.upload.memberId === ctx.actor.id)) throw new NotFound()
  return { ...row.upload, open: row.open }
}

type Page = { readonly cursor?: string | undefined; readonly limit: number }

/** What the actor has sent for posts, newest first. One query. */
export async function list(ctx: Ctx, page: Page): Promise<{ items: UploadRow[]; nextCursor: string | null }> {
  const { items, nextCursor } = await listWithUse(ctx, page)
  return { items: items.map(({ upload }) => upload), nextCursor }
}

/** The same, each with where it is used: a post in sight that shows it, the actor's drafts. */
export async function listWithUse(ctx: Ctx, { cursor, limit }: Page) {
  const [before] = readCursor(cursor, 1) ?? []
  const drafted = sql`exists (select from ${drafts} where ${drafts.memberId} = ${uploads.memberId}
    and ${uploads.key} = any(${drafts.uploads}))`
  const rows = await ctx.db
    .select({ upload: uploads, post: showingPost(ctx), drafted: sql<boolean>`${drafted}` })
    .from(uploads)
    .where(and(own(ctx), before === undefined ? undefined : lt(uploads.id, before)))
    .orderBy(desc(uploads.id))
    .limit(limit + 1)
  return pageOf(rows, limit, row => [row.upload.id])
}

/** One of the actor's own. @throws NotFound */
export async function get(ctx: Ctx, id: number): Promise<UploadRow> {
  const [row] = await ctx.db
    .select()
    .from(uploads)
    .where(and(own(ctx), eq(uploads.id, id)))
  if (!row) throw new NotFound()
  return row
}

/** @throws NotSignedIn */
function own(ctx: Ctx): SQL | undefined {
  if (ctx.actor.id === null) throw new NotSignedIn()
  return and(eq(uploads.memberId, ctx.actor.id), eq(uploads.purpose, 'post'))
}
