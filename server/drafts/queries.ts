/** Reads of drafts: everybody's own, and nobody else's. What they are about is named only while it is in sight. */
import { and, desc, eq, type Placeholder, type SQL, sql } from 'drizzle-orm'
import type { DraftFields } from '../../db/tables/drafts.ts'
import { drafts, posts, threads } from '../../db/tables/index.ts'
import { categoryTree } from '../categories/tree.ts'
import type { Ctx } from '../core/context.ts'
import { pageOf, readCursor } from '../core/cursor.ts'
import { oneOf } from '../core/db.ts'
import { NotFound, NotSignedIn } from '../core/errors.ts'
import { visiblePosts } from '../posts/policy.ts'
import { visibleThreads } from '../threads/policy.ts'

export type Kind = 'thread' | 'reply' | 'edit'

/** The thread that a draft is about, and for an edit the number of the post. */
type Subject = {
  readonly id: number
  readonly slug: string
  readonly title: string
  readonly number: number | null
}

export type DraftRow = {
  readonly id: number
  readonly key: string
  readonly body: string
  readonly fields: DraftFields
  readonly version: number
  readonly createdAt: Date
  readonly updatedAt: Date
}

export type DraftItem = DraftRow & { readonly kind: Kind; readonly subject: Subject | null }

/** What a key says: what is written, and about which thread (`reply`) or post (`edit`). */
export function readKey(key: string): { kind: Kind; about: number } {
  const [kind, about = '0'] = key.split('-')
  return { kind: kind === 'reply' || kind === 'edit' ? kind : 'thread', about: Number(about) }
}

const columns = {
  id: drafts.id,
  key: drafts.key,
  body: drafts.body,
  fields: drafts.fields,
  version: drafts.version,
  createdAt: drafts.createdAt,
  updatedAt: drafts.updatedAt,
}

/** The actor's draft of that key, or null. */
export async function find(ctx: Ctx, key: string): Promise<DraftRow | null> {
  const [row] = await ctx.db
    .select(columns)
    .from(drafts)
    .where(own(ctx, eq(drafts.key, key)))
  return row ?? null
}

/** One of the actor's drafts with what it is about. @throws NotFound */
export async function get(ctx: Ctx, key: string): Promise<DraftItem> {
  const row = await find(ctx, key)
  const [item] = row ? await withSubjects(ctx, [row]) : []
  if (!item) throw new NotFound()
  return item
}

/** The actor's drafts, the newest first. Three queries at most. */
export async function list(ctx: Ctx, { cursor, limit }: { cursor?: string | undefined; limit: number }) {
  const after = readCursor(cursor, 2)
  const older =
    after && sql`(${drafts.updatedAt}, ${drafts.id}) < (${new Date(after[0] ?? 0).toISOString()}, ${after[1] ?? 0})`
  const rows = await ctx.db
    .select(columns)
    .from(drafts)
    .where(own(ctx, older ?? undefined))
    .orderBy(desc(drafts.updatedAt), desc(drafts.id))
    .limit(limit + 1)
  const page = pageOf(rows, limit, row => [row.updatedAt.getTime(), row.id])
  return { ...page, items: await withSubjects(ctx, page.items) }
}

/**
 * The reply that a member began, as a scalar for the request's first query: its version, and the text where `whole` is
 * true. Null when there is none.
 */
export const replySql = (threadId: Placeholder, memberId: SQL, whole: Placeholder): SQL =>
  sql`(select json_build_object('version', version, 'body', case when ${whole} then body end, 'fields', fields)
    from ${drafts} where member_id = ${memberId} and key = 'reply-' || ${threadId})`

/** What `replySql` brought. */
export type BegunReply = { readonly version: number; readonly body: string | null; readonly fields: DraftFields }

function own(ctx: Ctx, condition: SQL | undefined): SQL | undefined {
  if (ctx.actor.id === null) throw new NotSignedIn()
  return and(eq(drafts.memberId, ctx.actor.id), condition)
}

/** Names what the drafts are about, where it is in sight. */
async function withSubjects(ctx: Ctx, rows: readonly DraftRow[]): Promise<DraftItem[]> {
  const keyed = rows.map(row => ({ ...row, ...readKey(row.key) }))
  const idsOf = (kind: Kind) => keyed.filter(one => one.kind === kind).map(one => one.about)
  const replies = idsOf('reply')
  const edits = idsOf('edit')
  const answered = replies.length > 0 ? await threadsOf(ctx, replies) : new Map<number, Subject>()
  const edited = edits.length > 0 ? await postsOf(ctx, edits) : new Map<number, Subject>()
  return keyed.map(({ about, ...row }) => ({
    ...row,
    subject: (row.kind === 'reply' ? answered.get(about) : row.kind === 'edit' ? edited.get(about) : undefined) ?? null,
  }))
}

async function threadsOf(ctx: Ctx, ids: readonly number[]): Promise<Map<number, Subject>> {
  const rows = await ctx.db
    .select({ id: threads.id, slug: threads.slug, title: threads.title })
    .from(threads)
    .where(and(oneOf(threads.id, ids), visibleThreads(ctx.read(categoryTree), ctx.actor)))
  return new Map(rows.map(row => [row.id, { ...row, number: null }]))
}

async function postsOf(ctx: Ctx, ids: readonly number[]): Promise<Map<number, Subject>> {
  const rows = await ctx.db
    .select({ postId: posts.id, number: posts.number, id: threads.id, slug: threads.slug, title: threads.title })
    .from(posts)
    .innerJoin(threads, eq(threads.id, posts.threadId))
    .where(and(oneOf(posts.id, ids), visiblePosts(ctx.read(categoryTree), ctx.actor)))
  return new Map(rows.map(({ postId, ...subject }) => [postId, subject]))
}
