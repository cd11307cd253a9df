/** What is followed in the log, and how far. */
import { type SQL, sql } from 'drizzle-orm'
import { consumers, domainEvents } from '../../../db/tables/index.ts'
import type { Ctx } from '../../core/context.ts'
import type { EventType } from '../../core/events/emit.ts'
import { FOLLOWED as BY_POSTGRESQL, FOLLOWER as POSTGRESQL } from '../indexing.ts'

/** Its name among those that follow the log. */
export const FOLLOWER = 'meilisearch'

/** Where a post stands and whose it is, a document tells. */
export const FOLLOWED: readonly EventType[] = [...BY_POSTGRESQL, 'thread.moved', 'thread.restored', 'member.merged']

const positionOf = (name: string): SQL => sql`coalesce((select position from ${consumers} where name = ${name}), 0)`

/**
 * When that happened, in milliseconds, which PostgreSQL's index has been given and Meilisearch not; null where it has all of
 * it. The log is only looked at where it has not: then what comes next is there, and not far.
 */
export const BEHIND_SINCE: SQL = sql`case when ${positionOf(FOLLOWER)} < ${positionOf(POSTGRESQL)} then (
  select (extract(epoch from at) * 1000)::float8 from ${domainEvents}
  where position > ${positionOf(FOLLOWER)} and type in ${FOLLOWED} order by position limit 1) end`

/** The same by itself. One query. */
export async function behindSince(ctx: Ctx): Promise<number | null> {
  const [row] = await ctx.db.execute<{ at: number | null }>(sql`select ${BEHIND_SINCE} as at`)
  return row?.at ?? null
}
