/**
 * Writes many rows at once, in the surrounding transaction: one statement for each kind of row, whatever their number.
 * Counters move by what was written, in the same transaction, and not by the log: no consumer hears of single posts, so
 * nobody is told of anything. Whoever calls has checked what a verb would check.
 */
import { sql } from 'drizzle-orm'
import type { Ctx } from '../core/context.ts'
import { emit } from '../core/events/emit.ts'
import { countTags } from '../tags/counts.ts'
import { keepShape } from '../tags/lock.ts'
import { slugOf } from '../threads/service.ts'
import { countContents, countThreads, type Grown, growThreads, growth } from './count.ts'
import { records } from './records.ts'
import type { BulkMember, BulkPost, BulkThread } from './rows.ts'

declare module '../core/events/emit.ts' {
  interface DomainEvents {
    /** These threads have come in or have grown, by many posts at once. */
    'threads.imported': { readonly threadIds: readonly number[] }
  }
}

/** Ids that nobody else gets, ascending. One query. */
export async function reserveIds(ctx: Ctx, table: 'members' | 'threads' | 'posts', count: number): Promise<number[]> {
  const rows = await ctx.db.execute<{ id: number }>(sql`
    select nextval(pg_get_serial_sequence(${table}, 'id'))::float8 as id from generate_series(1, ${count}::int)`)
  return rows.map(({ id }) => id)
}

/** Writes members. One query. */
export async function writeMembers(ctx: Ctx, rows: readonly BulkMember[]): Promise<void> {
  if (rows.length === 0) return
  await ctx.db.execute(sql`
    insert into members (id, name, display_name, email, email_verified_at, password_hash, about, fields, locale, theme, density, avatar_key,
      profile_audience, activity_audience, profile_indexed, quiet_kinds, auto_follow, suspended_until, trust_level, created_at,
      last_seen_at)
    overriding system value
    select id, name, "displayName", email, "emailVerifiedAt", "passwordHash", coalesce(about, ''), coalesce(fields, '{}'), locale, coalesce(theme, 'system'),
      coalesce(density, 'cosy'), "avatarKey", coalesce("profileAudience", 'everyone'), coalesce("activityAudience", 'everyone'),
      coalesce("profileIndexed", true), coalesce("quietKinds", '{}'), "autoFollow", "suspendedUntil", "trustLevel",
      "createdAt", "lastSeenAt"
    from ${records(
      rows,
      sql`id bigint, name text, "displayName" text, email text, "emailVerifiedAt" timestamptz, "passwordHash" text, about text,
        fields jsonb, locale text,
        theme text, density text, "avatarKey" text, "profileAudience" text, "activityAudience" text, "profileIndexed" boolean,
        "quietKinds" text[], "autoFollow" text, "suspendedUntil" timestamptz, "trustLevel" smallint, "createdAt" timestamptz, "lastSeenAt" timestamptz`,
    )}`)
}

/** What is written together: threads with their first posts, and posts of threads that are there. */
export type BulkContents = { readonly threads: readonly BulkThread[]; readonly posts: readonly BulkPost[] }

/**
 * Writes threads with their tags, and posts with what cooking found in them, and counts them. A thread that comes says from
 * the start what its posts make of it: saying so afterwards would write it, and its place in each index, once more. At most
 * seventeen queries.
 */
export async function writeContents(ctx: Ctx, { threads, posts }: BulkContents): Promise<void> {
  if (threads.length + posts.length === 0) return
  const grown = growth(posts)
  await writeThreads(ctx, threads, grown)
  await writePosts(ctx, posts)
  const come = new Map(
    threads.map(({ id, categoryId, deletedAt }) => [id, { categoryId, deleted: Boolean(deletedAt) }]),
  )
  const standing = await growThreads(
    ctx,
    [...grown.values()].filter(({ id }) => !come.has(id)),
  )
  await countContents(ctx, posts, new Map([...come, ...standing]))
  emit(ctx, 'threads.imported', { threadIds: [...grown.keys()] })
}

async function writeThreads(ctx: Ctx, rows: readonly BulkThread[], grown: ReadonlyMap<number, Grown>): Promise<void> {
  if (rows.length === 0) return
  await ctx.db.execute(sql`
    insert into threads (id, category_id, author_id, last_poster_id, title, slug, kind, status, fields, created_at, bumped_at, view_count,
      last_number, reply_count, pinned, locked_at, hidden_at, deleted_at, deleted_by_id, delete_reason)
    overriding system value
    select id, "categoryId", "authorId", coalesce("posterId", "authorId"), title, slug, coalesce(kind, 'thread'), coalesce(status, ''),
      coalesce(fields, '{}'), "createdAt", coalesce("bumpedAt", "createdAt"), coalesce("viewCount", 0), coalesce(last, 0), coalesce(replies, 0),
      coalesce(pinned, false), "lockedAt", "hiddenAt", "deletedAt", "deletedById", coalesce("deleteReason", '')
    from ${records(
      rows.map(row => ({ ...grown.get(row.id), ...row, slug: slugOf(row.title) })),
      sql`id bigint, "categoryId" bigint, "authorId" bigint, title text, slug text, kind text, status text, fields jsonb, "createdAt" timestamptz,
        "bumpedAt" timestamptz, "posterId" bigint, last int, replies int, "viewCount" bigint, pinned boolean, "lockedAt" timestamptz,
        "hiddenAt" timestamptz, "deletedAt" timestamptz, "deletedById" bigint, "deleteReason" text`,
    )}`)
  await countThreads(ctx, rows)
  const given = rows.flatMap(({ id, tagIds = [] }) => tagIds.map(tagId => ({ threadId: id, tagId })))
  if (given.length === 0) return
  await keepShape(ctx)
  await ctx.db.execute(sql`
    insert into thread_tags (thread_id, tag_id)
    select "threadId", "tagId" from ${records(given, sql`"threadId" bigint, "tagId" bigint`)} on conflict do nothing`)
  await countTags(
    ctx,
    rows.map(({ id }) => id),
  )
}

async function writePosts(ctx: Ctx, rows: readonly BulkPost[]): Promise<void> {
  if (rows.length === 0) return
  await ctx.db.execute(sql`
    insert into posts (id, thread_id, number, author_id, reply_to_id, body, html, excerpt, cooked_version, created_at, version,
      edited_at, editor_id, edit_reason, wiki, hidden_at, deleted_at, deleted_by_id, delete_reason)
    overriding system value
    select id, "threadId", number, "authorId", "replyToId", body, html, excerpt, "cookedVersion", "createdAt",
      coalesce(version, 1), "editedAt", "editorId", coalesce("editReason", ''), coalesce(wiki, false), "hiddenAt",
      "deletedAt", "deletedById", coalesce("deleteReason", '')
    from ${records(
      rows.map(columnsOf),
      sql`id bigint, "threadId" bigint, number int, "authorId" bigint, "replyToId" bigint, body text, html text, excerpt text,
        "cookedVersion" smallint, "createdAt" timestamptz, version int, "editedAt" timestamptz, "editorId" bigint,
        "editReason" text, wiki boolean, "hiddenAt" timestamptz, "deletedAt" timestamptz, "deletedById" bigint,
        "deleteReason" text`,
    )}`)
  await writeReferences(ctx, rows)
  await writeReactions(ctx, rows)
  await writeHistory(ctx, rows)
}

/** What stands in the post's own row. Each by its name: that is many times faster than leaving the others out. */
const columnsOf = (row: BulkPost) => ({
  id: row.id,
  threadId: row.threadId,
  number: row.number,
  authorId: row.authorId,
  replyToId: row.replyToId,
  body: row.body,
  html: row.html,
  excerpt: row.excerpt,
  cookedVersion: row.cookedVersion,
  createdAt: row.createdAt,
  version: row.version,
  editedAt: row.editedAt,
  editorId: row.editorId,
  editReason: row.editReason,
  wiki: row.wiki,
  hiddenAt: row.hiddenAt,
  deletedAt: row.deletedAt,
  deletedById: row.deletedById,
  deleteReason: row.deleteReason,
})

async function writeReferences(ctx: Ctx, posts: readonly BulkPost[]): Promise<void> {
  const mentions = posts.flatMap(({ id, mentions = [] }) => mentions.map(one => ({ ...one, postId: id })))
  if (mentions.length > 0)
    await ctx.db.execute(sql`
      insert into post_mentions (post_id, kind, target_id)
      select "postId", kind, id from ${records(mentions, sql`"postId" bigint, kind text, id bigint`)}`)
  const links = posts.flatMap(({ id, links = [] }) => links.map((one, place) => ({ ...one, postId: id, place })))
  if (links.length > 0)
    await ctx.db.execute(sql`
      insert into post_links (post_id, place, kind, url, thread_id, post_number)
      select "postId", place, kind, url, "threadId", "postNumber"
      from ${records(links, sql`"postId" bigint, place smallint, kind text, url text, "threadId" bigint, "postNumber" int`)}`)
  const shown = posts.flatMap(({ id, uploadIds = [] }) => uploadIds.map(uploadId => ({ postId: id, uploadId })))
  if (shown.length > 0)
    await ctx.db.execute(sql`
      insert into post_uploads (post_id, upload_id)
      select "postId", "uploadId" from ${records(shown, sql`"postId" bigint, "uploadId" bigint`)}`)
}

/** Writes the reactions to posts that are there. At most two queries. */
export async function writeReactions(
  ctx: Ctx,
  posts: readonly Pick<BulkPost, 'id' | 'reactions' | 'tallies'>[],
): Promise<void> {
  const given = posts.flatMap(({ id, reactions = [] }) => reactions.map(one => ({ ...one, postId: id })))
  if (given.length > 0)
    await ctx.db.execute(sql`
      insert into reactions (post_id, member_id, key, at)
      select "postId", "memberId", key, at
      from ${records(given, sql`"postId" bigint, "memberId" bigint, key text, at timestamptz`)} on conflict do nothing`)
  const tallies = posts.flatMap(({ id, tallies = [] }) => tallies.map(one => ({ ...one, postId: id })))
  if (tallies.length > 0)
    await ctx.db.execute(sql`
      insert into reaction_tallies (post_id, key, count)
      select "postId", key, count from ${records(tallies, sql`"postId" bigint, key text, count int`)}`)
}

async function writeHistory(ctx: Ctx, posts: readonly BulkPost[]): Promise<void> {
  const versions = posts.flatMap(({ id, history = [] }) => history.map(one => ({ ...one, postId: id })))
  if (versions.length > 0)
    await ctx.db.execute(sql`
      insert into post_revisions (post_id, version, body, title, editor_id, reason, at)
      select "postId", version, body, title, "editorId", reason, at
      from ${records(
        versions,
        sql`"postId" bigint, version int, body text, title text, "editorId" bigint, reason text, at timestamptz`,
      )}`)
}
