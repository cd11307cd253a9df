/** Follows what is written, and fills an index, outside any transaction: one job does both, one after the other. */
import { sql } from 'drizzle-orm'
import type { Ctx } from '../../core/context.ts'
import { oneOf } from '../../core/db.ts'
import { noting, readOn } from '../../core/events/apart.ts'
import type { DomainEvent } from '../../core/events/emit.ts'
import type { Consumer } from '../../core/events/log.ts'
import { addJob } from '../../core/jobs.ts'
import { openingPostsOf } from '../documents.ts'
import { wantedBy } from '../indexing.ts'
import { bring } from './bring.ts'
import { MeilisearchAway } from './client.ts'
import { meilisearch } from './engine.ts'
import { begin, fillSome } from './fill.ts'
import { FOLLOWED, FOLLOWER } from './followed.ts'
import { ALL, changeKept, indexesOf, keptOf } from './kept.ts'
import { endTurn, goesOn, takeTurn } from './turn.ts'

export const KEEP = 'search.meilisearch'

/** Then other jobs have their turn. */
const RUN_MS = 10_000

export const follower: Consumer = {
  name: FOLLOWER,
  types: FOLLOWED,
  job: KEEP,
  handle: async (ctx, events) => {
    // What is to be filled yet is read as it is then.
    if (indexesOf(await keptOf(ctx)).length === 0) return
    if (events.some(({ type }) => type === 'threads.imported')) await changeKept(ctx, kept => ({ ...kept, from: ALL }))
    await bring(ctx, meilisearch, await postsNamedBy(ctx, events))
  },
}

/** Ids of the posts of which something else is true now. At most two queries. */
async function postsNamedBy(ctx: Ctx, events: readonly DomainEvent[]): Promise<number[]> {
  const { postIds, threadIds } = wantedBy(events)
  const [whole, authors] = [new Set<number>(), new Set<number>()]
  for (const { type, data } of events) {
    if (type === 'thread.moved' || type === 'thread.deleted' || type === 'thread.restored') whole.add(data.threadId)
    if (type === 'member.merged') authors.add(data.intoId)
  }
  return [...new Set([...postIds, ...(await openingPostsOf(ctx, threadIds)), ...(await postsOf(ctx, whole, authors))])]
}

/** All that stand in these threads or were written by these members. At most one query. */
async function postsOf(ctx: Ctx, threads: ReadonlySet<number>, authors: ReadonlySet<number>): Promise<number[]> {
  if (threads.size + authors.size === 0) return []
  const rows = await ctx.db.execute<{ id: number }>(sql`
    select id::float8 as id from posts where ${oneOf(sql`thread_id`, [...threads])} or ${oneOf(sql`author_id`, [...authors])}`)
  return rows.map(({ id }) => id)
}

/** What was written before there is any index, the first is filled with: nobody has to put it one by one. */
export async function prepare(ctx: Ctx, anew: boolean, signal?: AbortSignal): Promise<void> {
  if (indexesOf(await keptOf(ctx)).length === 0) await readOn(ctx, follower, signal)
  await noting(ctx, follower, () => begin(ctx, anew))
}

/**
 * Job `search.meilisearch`. Where nobody answers, what there is to do waits for the next run; those who keep the server see it
 * by how the consumer stands.
 */
export async function keep(ctx: Ctx, _payload: unknown, signal: AbortSignal): Promise<void> {
  if (!(await takeTurn(ctx))) return
  const end = performance.now() + RUN_MS
  let isOurs = true
  try {
    await prepare(ctx, false, signal)
    while (isOurs && !signal.aborted && performance.now() < end) {
      await readOn(ctx, follower, signal)
      const some = await noting(ctx, follower, () => fillSome(ctx))
      if (some === null) isOurs = await goesOn(ctx)
    }
    if (!isOurs) return
    // Whoever does that job finds nobody at it.
    await endTurn(ctx)
    isOurs = false
    await addJob(ctx, KEEP, null, KEEP)
  } catch (error) {
    if (!(error instanceof MeilisearchAway)) throw error
    ctx.log.warn({ because: error.because }, 'Meilisearch could not be given what it lacks; it is tried again')
  } finally {
    if (isOurs) await endTurn(ctx)
  }
}
