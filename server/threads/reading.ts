/** Verbs of who reads: a mark moves forward as they read, back where they say so, and to the end of everything at once. */
import { sql } from 'drizzle-orm'
import { threadReads, threads } from '../../db/tables/index.ts'
import { categoryTree } from '../categories/tree.ts'
import type { Ctx } from '../core/context.ts'
import { oneOf } from '../core/db.ts'
import { NotFound, NotSignedIn } from '../core/errors.ts'
import { askingMemberId, type FirstQuery, type Identity } from '../core/http/identity.ts'
import { visibleThreads } from './policy.ts'
import { head, headSql } from './queries.ts'
import { readMarks } from './reads.ts'
import { newSince } from './unread.ts'

type At = { readonly id: number; readonly number: number }

/** The thread and the reader's mark in it, for the first query of a route whose `:id` is the thread's. */
export const markFirst: FirstQuery = {
  scalars: {
    thread: headSql(sql.placeholder('threadId')),
    mark: sql`(select ${threadReads.lastNumber} from ${threadReads}
      where ${threadReads.threadId} = ${sql.placeholder('threadId')} and ${threadReads.memberId} = ${askingMemberId})`,
  },
  values: request => ({ threadId: Object(request.params).id }),
}

/**
 * Notes that the reader has read a thread up to a number. Never lowers what is noted; resolves when it is written.
 * @param identity what `markFirst` brought, and whether the reader has notifications that this may settle
 * @throws NotSignedIn, NotFound
 */
export async function markRead(ctx: Ctx, { id, number }: At, { first, viewer }: Identity): Promise<void> {
  const memberId = reader(ctx)
  const thread = await head(ctx, id, first.thread)
  // Nobody has read what is not there yet.
  const lastNumber = Math.min(number, thread.lastNumber)
  const known = typeof first.mark === 'number' && first.mark >= lastNumber
  if (!known) await readMarks(ctx).note({ memberId, threadId: id, lastNumber, at: ctx.now() })
  if (viewer && viewer.unreadNotifications > 0)
    await readMarks(ctx).tell({ memberId, at: { threadId: id, number: lastNumber } })
}

/** Calls a thread unread from a number on: the one way in which a mark is lowered. @throws NotSignedIn, NotFound */
export async function markUnread(ctx: Ctx, { id, number }: At): Promise<void> {
  const memberId = reader(ctx)
  await head(ctx, id)
  await readMarks(ctx).forget(memberId, id)
  const row = { memberId, threadId: id, lastNumber: number - 1, readAt: ctx.now() }
  await ctx.db
    .insert(threadReads)
    .values(row)
    .onConflictDoUpdate({
      target: [threadReads.memberId, threadReads.threadId],
      set: { lastNumber: sql`least(${threadReads.lastNumber}, excluded.last_number)`, readAt: row.readAt },
    })
}

type Everything = {
  /** Only in this category and those within it. */
  readonly categoryId?: number | undefined
  /** Only what was written by then: what came while the reader looked at a list stays unread. */
  readonly before?: Date | undefined
}

/**
 * Marks everything in the reader's sight as read. It is one statement: what is written while it runs has a larger number
 * than it saw, and stays unread.
 * @throws NotSignedIn, NotFound for a category out of sight
 */
export async function markAllRead(ctx: Ctx, { categoryId, before }: Everything): Promise<void> {
  const memberId = reader(ctx)
  const within = categoryId === undefined ? sql`true` : oneOf(threads.categoryId, categoryAndBelow(ctx, categoryId))
  const upTo = before
    ? sql`(select max(p.number) from posts p where p.thread_id = ${threads.id} and p.created_at <= ${before.toISOString()}::timestamptz)`
    : sql`${threads.lastNumber}`
  const inSight = sql`${within} and ${visibleThreads(ctx.read(categoryTree), ctx.actor)}`
  // Two ways in, so that each has its index: threads that have a mark, and those that are new.
  const known = sql`select ${threads.id} as id, ${upTo} as number
    from ${threadReads} join ${threads} on ${threads.id} = ${threadReads.threadId}
    where ${threadReads.memberId} = ${memberId} and ${threads.lastNumber} > ${threadReads.lastNumber} and ${inSight}`
  const begun = newSince(ctx, memberId)
  const fresh = sql`select ${threads.id} as id, ${upTo} as number
    from ${threads} where ${threads.bumpedAt} > ${begun} and ${threads.createdAt} > ${begun} and ${inSight} and not exists (
      select 1 from ${threadReads} where ${threadReads.memberId} = ${memberId} and ${threadReads.threadId} = ${threads.id})`
  await ctx.db.execute(sql`
    insert into ${threadReads} (member_id, thread_id, last_number, read_at)
    select ${memberId}, u.id, u.number, ${ctx.now().toISOString()}::timestamptz
    from (${known} union all ${fresh}) u where u.number is not null
    order by u.id
    on conflict (member_id, thread_id) do update
    set last_number = greatest(${threadReads.lastNumber}, excluded.last_number), read_at = excluded.read_at`)
  await readMarks(ctx).tell({ memberId, at: null })
}

function reader({ actor }: Ctx): number {
  if (actor.id === null) throw new NotSignedIn()
  return actor.id
}

/** Ids of a category in sight and of those within it. @throws NotFound */
function categoryAndBelow(ctx: Ctx, categoryId: number): number[] {
  const tree = ctx.read(categoryTree)
  if (!tree.allows(ctx.actor, 'see', categoryId)) throw new NotFound()
  return tree.all
    .filter(one => one.id === categoryId || tree.above(one).some(above => above.id === categoryId))
    .map(one => one.id)
}
