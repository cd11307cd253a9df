/**
 * What is unread, in one place: posts by others, in the reader's sight, with a larger number than their mark. A thread
 * that they never opened has no mark: all of it is unread if it was begun since they joined, else nothing is. Threads in
 * which nobody has written for `threads.unreadDays` are not called unread; how far their readers had come is kept.
 */
import { type Placeholder, type SQL, sql } from 'drizzle-orm'
import { members, posts, threadReads, threads } from '../../db/tables/index.ts'
import { categoryTree } from '../categories/tree.ts'
import type { Ctx } from '../core/context.ts'
import { oneOf } from '../core/db.ts'
import { notMuted } from './follow-level.ts'
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

/** Threads that a member never opened are new to them if they were begun after this. */
export const newSince = (
  ctx: Ctx,
  memberId: number,
): SQL => sql`greatest(${unreadSince(ctx).toISOString()}::timestamptz,
  (select ${members.createdAt} from ${members} where ${members.id} = ${memberId}))`

/** The number up to which a member has read a row of threads. */
export const markSql = (ctx: Ctx, memberId: number): SQL => sql`coalesce(
  (select ${threadReads.lastNumber} from ${threadReads}
    where ${threadReads.memberId} = ${memberId} and ${threadReads.threadId} = ${threads.id}),
  case when ${threads.createdAt} > ${newSince(ctx, memberId)} then 0 else ${threads.lastNumber} end)`

/** Posts of a row of threads that are unread to the member, first ones first. */
const waiting = (ctx: Ctx, memberId: number): SQL => sql`
  select ${posts.number}, ${posts.id} from ${posts}
  where ${posts.threadId} = ${threads.id} and ${posts.number} > ${markSql(ctx, memberId)}
    and ${posts.authorId} <> ${memberId} and ${posts.deletedAt} is null
    and (${posts.hiddenAt} is null or ${oneOf(threads.categoryId, ctx.read(categoryTree).idsHaving(ctx.actor, 'moderate'))})
  order by ${posts.number}`

/** Whether a row of threads can be called unread at all, posts aside. */
const mayBeUnread = (ctx: Ctx): SQL =>
  sql`${threads.bumpedAt} > ${unreadSince(ctx).toISOString()}::timestamptz and ${threads.deletedAt} is null and ${notMuted(ctx)}`

/** Column of a list of threads: what is unread in each to the reader; null when nothing is. */
export function unreadSql(ctx: Ctx): SQL<Unread | null> {
  const { id } = ctx.actor
  if (id === null) return sql`null::json`
  return sql`case when ${mayBeUnread(ctx)} then (
    select json_build_object('count', count(*), 'number', min(w.number), 'postId', (array_agg(w.id order by w.number))[1])
    from (${waiting(ctx, id)} limit ${MOST_COUNTED}) w having count(*) > 0) end`
}

/** The same as a condition on threads. */
export function isUnread(ctx: Ctx): SQL {
  const { id } = ctx.actor
  return id === null ? sql`false` : sql`${mayBeUnread(ctx)} and exists (${waiting(ctx, id)})`
}

type First = { readonly number: number; readonly id: number }

/** What the first query of a thread's page brings of its reader. */
type ReadState = {
  readonly mark: number | null
  readonly joinedAt: string
  readonly next: First | null
  readonly nextHidden: First | null
}

const firstAfterMark = (threadId: Placeholder, condition: SQL): SQL => sql`(
  select json_build_object('number', p.number, 'id', p.id) from ${posts} p
  where p.thread_id = ${threadId} and p.number > coalesce(r.last_number, 0) and p.author_id <> m.id
    and p.deleted_at is null and ${condition} order by p.number limit 1)`

/** How far a member has read a thread and where they go on, for the request's first query. */
export const readStateSql = (threadId: Placeholder, memberId: SQL): SQL => sql`(
  select json_build_object('mark', r.last_number, 'joinedAt', m.created_at,
    'next', ${firstAfterMark(threadId, sql`p.hidden_at is null`)},
    'nextHidden', ${firstAfterMark(threadId, sql`p.hidden_at is not null`)})
  from ${members} m left join ${threadReads} r on r.member_id = m.id and r.thread_id = ${threadId}
  where m.id = ${memberId})`

/** The first post that the reader of a thread's page has not read; null when they have read all, and for visitors. */
export function firstUnread(ctx: Ctx, thread: ThreadHead, fetched: unknown): First | null {
  if (ctx.actor.id === null || fetched === null || typeof fetched !== 'object') return null
  // Made by `readStateSql` above, column by column.
  const { mark, joinedAt, next, nextHidden } = fetched as ReadState
  const noted = readMarks(ctx).pending(ctx.actor.id, thread.id)
  const begun = Math.max(unreadSince(ctx).getTime(), Date.parse(joinedAt))
  if (mark === null && noted === 0 && thread.createdAt.getTime() <= begun) return null
  const moderates = ctx.read(categoryTree).allows(ctx.actor, 'moderate', thread.categoryId)
  const [first] = [next, moderates ? nextHidden : null]
    .filter(one => one !== null)
    .sort((one, other) => one.number - other.number)
  if (!first) return null
  // A mark that is being written while the page is asked for: what follows it is the nearest that can be said.
  if (noted < first.number) return first
  return noted < thread.lastNumber ? { ...first, number: noted + 1 } : null
}
