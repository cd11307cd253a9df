/**
 * What is unread, in one place: posts by others, in the reader's sight, with a larger number than their mark. A thread
 * that they never opened has no mark: all of it is unread if it was begun since they joined, else nothing is. A thread in
 * which nobody has written for `threads.unreadDays`, and which the reader was not at in that time, is not called unread;
 * how far they had come is kept.
 */
import { type Placeholder, type SQL, sql } from 'drizzle-orm'
import { categoryTree } from '../categories/tree.ts'
import type { Ctx } from '../core/context.ts'
import { notMutedBy } from './follow-level.ts'
import { SIGHT, sightOf } from './policy.ts'
import type { ThreadHead } from './queries.ts'
import { readMarks } from './reads.ts'

/** What waits in a thread, and where it begins. `MOST_COUNTED` stands for that many or more. */
export type Unread = { readonly count: number; readonly number: number; readonly postId: number }

/** Counting stops here, so that a thread of 100,000 posts costs a list no more than one of a hundred. */
export const MOST_COUNTED = 100

const DAY_MS = 24 * 60 * 60 * 1000

/** Threads without activity since then are not called unread. */
export const unreadSince = (ctx: Ctx): Date =>
  new Date(ctx.now().getTime() - ctx.setting('threads.unreadDays') * DAY_MS)

// Text rather than columns: each list of a member has these, and every column costs the time of looking up its name.

/** Who reads, in SQL: their id, since when activity counts as recent, and the categories in which they see what is hidden. */
type Reader = { readonly memberId: SQL; readonly since: SQL; readonly moderated: SQL }

const readerOf = (ctx: Ctx, memberId: number): Reader => ({
  ...sightOf(ctx.read(categoryTree), ctx.actor),
  memberId: sql`${memberId}::bigint`,
  since: sql`${unreadSince(ctx).toISOString()}::timestamptz`,
})

/** The same for a statement that is put together once: run it with `sightValues`, and `since` as text. */
const READER: Reader = { ...SIGHT, since: sql`${sql.placeholder('since')}::timestamptz` }

const newAfter = ({ memberId, since }: Omit<Reader, 'moderated'>): SQL =>
  sql`greatest(${since}, (select m.created_at from members m where m.id = ${memberId}))`

/** Threads that a member never opened are new to them if they were begun after this. */
export const newSince = (ctx: Ctx, memberId: number): SQL => newAfter(readerOf(ctx, memberId))

/** The number up to which a member counts as having read a row of threads that they never opened. */
const unopened = (reader: Reader): SQL =>
  sql`case when threads.created_at > ${newAfter(reader)} then 0 else threads.last_number end`

/** The number up to which a member has read a row of threads. */
const markSql = (reader: Reader): SQL => sql`coalesce(
  (select r.last_number from thread_reads r where r.member_id = ${reader.memberId} and r.thread_id = threads.id),
  ${unopened(reader)})`

/** Posts of a row of threads that are unread to the member, first ones first. */
const waiting = (reader: Reader): SQL => sql`
  select p.number, p.id from posts p
  where p.thread_id = threads.id and p.number > ${markSql(reader)} and p.author_id <> ${reader.memberId}
    and p.deleted_at is null and (p.hidden_at is null or threads.category_id = any(${reader.moderated}))
  order by p.number`

/** Whether a row of threads is there, and recent enough to be called unread. */
const isCurrent = ({ memberId, since }: Reader): SQL => sql`threads.deleted_at is null and (threads.bumped_at > ${since}
  or exists (select from thread_reads r where r.member_id = ${memberId} and r.thread_id = threads.id and r.read_at > ${since}))`

/** What is unread in a row of threads; null when nothing is. */
const unreadOf = (reader: Reader): SQL<Unread | null> => sql`
  case when ${isCurrent(reader)} and threads.last_number > ${markSql(reader)} and ${notMutedBy(reader.memberId)} then (
    select json_build_object('count', count(*), 'number', min(w.number), 'postId', (array_agg(w.id order by w.number))[1])
    from (${waiting(reader)} limit ${sql.raw(String(MOST_COUNTED))}) w having count(*) > 0) end`

/** Column of a list of threads: what is unread in each to the reader. */
export const unreadSql = (ctx: Ctx): SQL<Unread | null> =>
  ctx.actor.id === null ? sql`null::json` : unreadOf(readerOf(ctx, ctx.actor.id))

/** The same in a statement that is put together once. To visitors, whose id is null, nothing is. */
export const UNREAD = unreadOf(READER)

/**
 * The same as conditions on threads: which of them are unread is the one or the other. Two, so that each begins where few
 * are: a page of what was written lately is found from its newest on, and what stands still is among what the reader was
 * at lately and did not read to the end.
 */
export function unreadWays(ctx: Ctx): readonly SQL[] {
  const { id } = ctx.actor
  if (id === null) return [sql`false`]
  const reader = readerOf(ctx, id)
  const { memberId, since } = reader
  const leftLately = sql`select t.id from thread_reads r join threads t on t.id = r.thread_id
    where r.member_id = ${memberId} and r.read_at > ${since} and t.bumped_at <= ${since} and t.last_number > r.last_number`
  const waits = sql`threads.last_number > ${markSql(reader)} and ${notMutedBy(memberId)} and exists (${waiting(reader)})`
  return [sql`threads.bumped_at > ${since} and ${waits}`, sql`threads.id = any(array(${leftLately})) and ${waits}`]
}

type First = { readonly number: number; readonly id: number }

/** What the first query of a thread's page brings of its reader. */
type ReadState = {
  readonly mark: number | null
  readonly joinedAt: string
  /** The first post after the mark that all see who see the thread. */
  readonly next: First | null
  /** One before that which is only for those who may see what is hidden. */
  readonly hidden: First | null
}

const firstOf = (threadId: Placeholder, condition: SQL): SQL => sql`
  select p.number, p.id from posts p
  where p.thread_id = ${threadId} and p.number > coalesce(r.last_number, 0) and p.author_id <> m.id
    and p.deleted_at is null and ${condition} order by p.number limit 1`

/** How far a member has read a thread and where they go on, for the request's first query. */
export const readStateSql = (threadId: Placeholder, memberId: SQL): SQL => sql`(
  select json_build_object('mark', r.last_number, 'joinedAt', m.created_at, 'next', to_json(next), 'hidden', to_json(hidden))
  from members m left join thread_reads r on r.member_id = m.id and r.thread_id = ${threadId}
  left join lateral (${firstOf(threadId, sql`p.hidden_at is null`)}) next on true
  left join lateral (${firstOf(threadId, sql`p.hidden_at is not null and p.number < coalesce(next.number, 2147483647)`)}) hidden on true
  where m.id = ${memberId})`

/** The first post that the reader of a thread's page has not read; null when they have read all, and for visitors. */
export function firstUnread(ctx: Ctx, thread: ThreadHead, fetched: unknown): First | null {
  if (ctx.actor.id === null || fetched === null || typeof fetched !== 'object') return null
  // Made by `readStateSql` above, column by column.
  const { mark, joinedAt, next, hidden } = fetched as ReadState
  const noted = readMarks(ctx).pending(ctx.actor.id, thread.id)
  const begun = Math.max(unreadSince(ctx).getTime(), Date.parse(joinedAt))
  if (mark === null && noted === 0 && thread.createdAt.getTime() <= begun) return null
  const moderates = ctx.read(categoryTree).allows(ctx.actor, 'moderate', thread.categoryId)
  const first = (moderates ? hidden : null) ?? next
  if (!first) return null
  // A mark that is being written while the page is asked for: what follows it is the nearest that can be said.
  if (noted < first.number) return first
  return noted < thread.lastNumber ? { ...first, number: noted + 1 } : null
}
