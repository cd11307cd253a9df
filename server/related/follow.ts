/** Notes the threads for which what is like them has to be worked out anew. */
import { sql } from 'drizzle-orm'
import { records } from '../bulk/records.ts'
import type { Ctx } from '../core/context.ts'
import { oneOf } from '../core/db.ts'
import type { DomainEvent } from '../core/events/emit.ts'
import type { Consumer } from '../core/events/log.ts'
import { addJob, hasQueue } from '../core/jobs.ts'
import { FOLLOWER as SEARCH } from '../search/indexing.ts'
import { oneAtATime } from './lock.ts'
import { MAKE, WOKEN } from './make.ts'

type Due = { readonly threadId: number; readonly spreads: boolean }

const follower: Consumer = {
  name: 'related',
  // Others are found by what search knows of them.
  after: SEARCH,
  types: [
    'post.created',
    'post.edited',
    'posts.reworded',
    'thread.edited',
    'thread.tagged',
    'thread.deleted',
    'thread.restored',
    'threads.imported',
  ],
  handle: async (ctx, events) => {
    const reworded = events.flatMap(({ type, data }) =>
      type === 'posts.reworded' && 'postIds' in data ? data.postIds : [],
    )
    const due = [...events.flatMap(dueBy), ...(await openedBy(ctx, reworded))]
    if (due.length === 0) return
    await note(ctx, due)
    // What comes in by the thousand may wait for the schedule, as it must where no server has run yet.
    const written = events.some(({ type }) => type !== 'threads.imported')
    if (written && (await hasQueue(ctx))) await addJob(ctx, MAKE, WOKEN, MAKE)
  },
}

export const consumers: readonly Consumer[] = [follower]

function dueBy({ type, data }: DomainEvent): Due[] {
  if ('threadIds' in data) return data.threadIds.map(threadId => ({ threadId, spreads: false }))
  if (!('threadId' in data)) return []
  const { threadId } = data
  if (type === 'post.created') {
    const grown = 'number' in data && hasGrown(data.number)
    return grown ? [{ threadId, spreads: data.number === 1 }] : []
  }
  if (type === 'post.edited' && 'number' in data && data.number > 1) return []
  return [{ threadId, spreads: type !== 'thread.deleted' }]
}

/** With its first post, and each time that it has twice as many as before: by then others have read it. */
const hasGrown = (number: number): boolean => number === 1 || (number >= 8 && Number.isInteger(Math.log2(number)))

/** The threads that these posts open. One query, or none. */
async function openedBy(ctx: Ctx, postIds: readonly number[]): Promise<Due[]> {
  if (postIds.length === 0) return []
  const rows = await ctx.db.execute<{ threadId: number }>(sql`
    select thread_id::float8 as "threadId" from posts where ${oneOf(sql`id`, postIds)} and number = 1`)
  return rows.map(({ threadId }) => ({ threadId, spreads: false }))
}

/** Within a transaction. A thread that is gone meanwhile is left out. Two queries. */
async function note(ctx: Ctx, due: readonly Due[]): Promise<void> {
  await oneAtATime(ctx)
  await ctx.db.execute(sql`
    insert into related_due (thread_id, spreads)
    select r."threadId", bool_or(r.spreads) from ${records(due, sql`"threadId" bigint, spreads boolean`)}
    join threads t on t.id = r."threadId" group by r."threadId" order by r."threadId"
    on conflict (thread_id) do update set spreads = related_due.spreads or excluded.spreads`)
}
