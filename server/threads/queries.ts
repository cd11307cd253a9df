/** Reads of threads, shaped for lists and pages; sight is applied in every one. */
import { and, desc, eq, gt, isNull, lt, ne, type Placeholder, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { type AnyPgColumn, alias } from 'drizzle-orm/pg-core'
import { members, threads } from '../../db/tables/index.ts'
import { categoryTree } from '../categories/tree.ts'
import type { Ctx } from '../core/context.ts'
import { pageOf, readCursor } from '../core/cursor.ts'
import { oneOf, prepareSql, runPrepared } from '../core/db.ts'
import { Gone, NotFound } from '../core/errors.ts'
import { type FieldValues, PLAIN } from '../core/kinds.ts'
import type { Person } from '../site/avatar.tsx'
import { type TagRef, tagsOfThread } from '../tags/queries.ts'
import { notMuted } from './follow-level.ts'
import { canViewThread, visibleThreads } from './policy.ts'
import { readMarks } from './reads.ts'
import { type Unread, unreadSql, unreadWays } from './unread.ts'

export type { Person } from '../site/avatar.tsx'

export type ThreadRow = {
  readonly id: number
  readonly title: string
  readonly slug: string
  readonly kind: string
  /** In which of its kind's states it is; empty for plain ones. */
  readonly status: string
  /** What its kind asks for. */
  readonly fields: FieldValues
  readonly version: number
  readonly categoryId: number
  readonly author: Person
  readonly lastPoster: Person | null
  readonly replyCount: number
  readonly lastNumber: number
  readonly viewCount: number
  readonly createdAt: Date
  readonly bumpedAt: Date
  readonly pinned: boolean
  readonly locked: boolean
  readonly hidden: boolean
  readonly deleted: boolean
  readonly tags: readonly TagRef[]
  /** What waits for the reader; null when nothing does, and for visitors. */
  readonly unread: Unread | null
}

export type ThreadHead = {
  readonly id: number
  readonly version: number
  readonly categoryId: number
  readonly authorId: number
  readonly title: string
  readonly slug: string
  readonly kind: string
  readonly status: string
  readonly fields: FieldValues
  readonly replyCount: number
  readonly lastNumber: number
  readonly createdAt: Date
  readonly hiddenAt: Date | null
  readonly deletedAt: Date | null
  readonly deletedById: number | null
  readonly deleteReason: string
  readonly lockedAt: Date | null
}

/** What the thread's page shows above its posts, too. */
export type PageHead = ThreadHead & {
  readonly author: Person
  readonly tags: readonly TagRef[]
  readonly deletedBy: Person | null
  readonly viewCount: number
}

const authors = alias(members, 'authors')
const posters = alias(members, 'posters')

/** The name that people read. */
export const shownName = (of: Readonly<Record<'name' | 'displayName', SQLWrapper>>) =>
  sql<string>`coalesce(${of.displayName}, ${of.name})`

/** The columns of a `Person`, of members or an alias of it. */
export const personOf = <T extends Readonly<Record<'id' | 'name' | 'displayName' | 'avatarKey', AnyPgColumn>>>(
  of: T,
): { id: T['id']; name: T['name']; displayName: SQL<string>; avatar: T['avatarKey'] } => ({
  id: of.id,
  name: of.name,
  displayName: shownName(of),
  avatar: of.avatarKey,
})

/** A member as one JSON value, for who stands beside a row now and then; null for none. */
export const personSql = (id: AnyPgColumn) => sql<Person | null>`(
  select json_build_object('id', m.id, 'name', m.name, 'displayName', coalesce(m.display_name, m.name), 'avatar', m.avatar_key)
  from ${members} m where m.id = ${id})`

const columns = {
  id: threads.id,
  title: threads.title,
  slug: threads.slug,
  kind: threads.kind,
  status: threads.status,
  fields: threads.fields,
  version: threads.version,
  categoryId: threads.categoryId,
  author: personOf(authors),
  lastPoster: personOf(posters),
  replyCount: threads.replyCount,
  lastNumber: threads.lastNumber,
  viewCount: threads.viewCount,
  createdAt: threads.createdAt,
  bumpedAt: threads.bumpedAt,
  pinned: threads.pinned,
  locked: sql<boolean>`${threads.lockedAt} is not null`,
  hidden: sql<boolean>`${threads.hiddenAt} is not null`,
  deleted: sql<boolean>`${threads.deletedAt} is not null`,
  tags: tagsOfThread(threads.id),
}

const select = (ctx: Ctx) =>
  ctx.db
    .select({ ...columns, unread: unreadSql(ctx) })
    .from(threads)
    .innerJoin(authors, eq(authors.id, threads.authorId))
    .leftJoin(posters, eq(posters.id, threads.lastPosterId))

/** A thread as the row of a list, the same for all who see it. */
export type ListedRow = Omit<ThreadRow, 'unread'>

/** Those of these threads that are in sight and not deleted, by their id. One query. */
export async function byIds(ctx: Ctx, ids: readonly number[]): Promise<ReadonlyMap<number, ListedRow>> {
  const rows: ListedRow[] = await ctx.db
    .select(columns)
    .from(threads)
    .innerJoin(authors, eq(authors.id, threads.authorId))
    .leftJoin(posters, eq(posters.id, threads.lastPosterId))
    .where(and(oneOf(threads.id, ids), visibleThreads(ctx.read(categoryTree), ctx.actor), isNull(threads.deletedAt)))
  return new Map(rows.map(row => [row.id, row]))
}

type ListOptions = {
  readonly categoryId?: number
  readonly tag?: { readonly id: number }
  /** Of one kind, and of these those in one state. */
  readonly kind?: string | undefined
  readonly status?: string | undefined
  /** Who began them. */
  readonly authorId?: number
  /** Whether threads that the reader has muted are left out. */
  readonly unmuted?: boolean
  /** Only those in which something waits for the reader. */
  readonly unread?: boolean
  readonly cursor?: string | undefined
  readonly limit: number
}

/** Threads in sight by their latest activity, newest first. One query. */
export async function list(ctx: Ctx, options: ListOptions) {
  const { cursor, limit } = options
  if (ctx.actor.id !== null) await readMarks(ctx).settled(ctx.actor.id)
  const rows: ThreadRow[] = await select(ctx)
    .where(sql`threads.id = any(array(${idsOfPage(ctx, options, readCursor(cursor, 2))}))`)
    .orderBy(desc(threads.bumpedAt), desc(threads.id))
  return pageOf(rows, limit, row => [row.bumpedAt.getTime(), row.id])
}

/** Which threads they are, before anything is joined to them: along an index that has them in this order. */
function idsOfPage(ctx: Ctx, options: ListOptions, after: readonly number[] | null): SQL {
  const { categoryId, tag, kind, status, authorId, unmuted, unread, limit } = options
  const [from, key] = tag ? [TAGGED, BY_TAG] : [sql`threads`, BY_ACTIVITY]
  const condition = and(
    visibleThreads(ctx.read(categoryTree), ctx.actor),
    // Who still sees its tombstone meets it at its address, not in lists.
    isNull(threads.deletedAt),
    categoryId === undefined ? undefined : eq(threads.categoryId, categoryId),
    tag && sql`given.tag_id = ${tag.id}::bigint`,
    kind === undefined ? undefined : eq(threads.kind, kind),
    // Else the index that has these alone is not looked at.
    kind === undefined || kind === PLAIN ? undefined : ne(threads.kind, PLAIN),
    status === undefined ? undefined : eq(threads.status, status),
    authorId === undefined ? undefined : eq(threads.authorId, authorId),
    unmuted ? notMuted(ctx) : undefined,
    after ? olderThan(key, new Date(after[0] ?? 0), after[1] ?? 0) : undefined,
  )
  const most = sql`limit ${sql.raw(String(atLeast(limit) + 1))}`
  const ways = unread ? unreadWays(ctx) : categoryId === undefined ? [sql`true`] : BY_PIN
  const each = ways.map(
    way => sql`(select threads.id, threads.bumped_at from ${from} where ${condition} and ${way}
      order by ${key.at} desc, ${key.id} desc ${most})`,
  )
  return sql`select id from (${sql.join(each, sql` union all `)}) page order by bumped_at desc, id desc ${most}`
}

/** Lengths of lists. Each is a number in its statement and no value (listing.ts says why), so they are few. */
const LENGTHS = [10, 30, 100]
const LONGEST = 100

/** The shortest of them that is long enough; what is too much is cut off. */
export const atLeast = (limit: number): number => LENGTHS.find(length => length >= limit) ?? LONGEST

/** The index of a category's threads has the pinned ones apart. */
const BY_PIN = [sql`threads.pinned`, sql`not threads.pinned`]

/** What a list of threads is ordered by, as the index has it along which it is read. */
export type ListKey = { readonly at: SQL; readonly id: SQL; readonly type: SQL }
const TIME = sql.raw('timestamptz')
export const BY_ACTIVITY: ListKey = { at: sql`threads.bumped_at`, id: sql`threads.id`, type: TIME }

/** A tag's rows have the activity of their threads: however rare a tag is, its list is read along them. */
export const TAGGED = sql`thread_tags given join threads on threads.id = given.thread_id`
export const BY_TAG: ListKey = { at: sql`given.bumped_at`, id: sql`given.thread_id`, type: TIME }

/** One comparison of both: an index begins there, where two with `or` would have it read all that is newer first. */
const olderThan = (key: ListKey, at: Date, id: number): SQL =>
  sql`(${key.at}, ${key.id}) < (${at.toISOString()}::timestamptz, ${id}::bigint)`

/** One thread in sight. @throws NotFound; Gone to who still sees its tombstone */
export async function get(ctx: Ctx, id: number): Promise<ThreadRow> {
  const [row] = await select(ctx).where(and(eq(threads.id, id), visibleThreads(ctx.read(categoryTree), ctx.actor)))
  if (!row) throw new NotFound()
  if (row.deleted) throw new Gone()
  return row
}

/**
 * Threads of a kind that have been in one of its states since before a time, the oldest first; in sight and not deleted.
 * One query.
 */
export async function inStatus(
  ctx: Ctx,
  { kind, status, before, after, limit }: { kind: string; status: string; before: Date; after: number; limit: number },
): Promise<ThreadHead[]> {
  const rows = await ctx.db
    .select({ head: headJson })
    .from(threads)
    .where(
      and(
        sql`${threads.kind} = ${kind} and ${threads.kind} <> 'thread'`,
        eq(threads.status, status),
        lt(threads.createdAt, before),
        gt(threads.id, after),
        isNull(threads.deletedAt),
        visibleThreads(ctx.read(categoryTree), ctx.actor),
      ),
    )
    .orderBy(threads.id)
    .limit(limit)
  return rows.flatMap(({ head }) => parseHead<ThreadHead>(head) ?? [])
}

const facts = sql`'id', id, 'version', version, 'categoryId', category_id, 'authorId', author_id, 'title', title,
  'slug', slug, 'kind', kind, 'status', status, 'fields', fields, 'replyCount', reply_count, 'lastNumber', last_number, 'createdAt', created_at, 'hiddenAt', hidden_at,
  'deletedAt', deleted_at, 'deletedById', deleted_by_id, 'deleteReason', delete_reason, 'lockedAt', locked_at`

/** The facts that verbs need before all else, as one JSON object of a row of threads. */
export const headJson = sql`json_build_object(${facts})`

/** What a thread's page needs before all else as one scalar, for the request's first query. */
export const headSql = (id: number | Placeholder): SQL =>
  sql`(select json_build_object(${facts}, 'viewCount', view_count, 'tags', ${tagsOfThread(threads.id)},
      'deletedBy', ${personSql(threads.deletedById)}, 'author', ${personSql(threads.authorId)})
    from ${threads} where id = ${id})`

/** The head that came with the first query, or read now for who has none. @throws NotFound when out of sight */
export async function head(ctx: Ctx, id: number, fetched?: unknown): Promise<PageHead> {
  const raw =
    fetched === undefined ? (await runPrepared<{ head: unknown }>(ctx.db, readHead, { id }))[0]?.head : fetched
  return inSight<PageHead>(ctx, raw)
}

/** A thread whoever may see it, for asking that of many readers; null when there is none. */
export async function headFor(ctx: Ctx, id: number): Promise<PageHead | null> {
  return parseHead<PageHead>((await runPrepared<{ head: unknown }>(ctx.db, readHead, { id }))[0]?.head)
}

/** What `headJson` gave, or more of it, as a thread in sight. @throws NotFound */
export function inSight<Head extends ThreadHead = ThreadHead>(ctx: Ctx, raw: unknown): Head {
  const found = parseHead<Head>(raw)
  if (!found || !canViewThread(ctx.read(categoryTree), ctx.actor, found)) throw new NotFound()
  return found
}

const readHead = prepareSql(sql`select ${headSql(sql.placeholder('id'))} as head`)

/** JSON knows no dates. */
function parseHead<Head extends ThreadHead>(raw: unknown): Head | null {
  if (raw === null || typeof raw !== 'object') return null
  // Made by `headSql` and `headJson` above, column by column.
  const row = raw as Head
  const date = (value: Date | null) => (value === null ? null : new Date(value))
  return {
    ...row,
    createdAt: new Date(row.createdAt),
    hiddenAt: date(row.hiddenAt),
    deletedAt: date(row.deletedAt),
    lockedAt: date(row.lockedAt),
  }
}
