/** Who is in a thread, and who writes there, as it is told to those who listen. */
import { and, asc, desc, eq, gt, sql } from 'drizzle-orm'
import { members, presences } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import { personJson } from '../core/http/schemas.ts'
import { showsPresence } from '../members/privacy.ts'
import { personOf } from '../threads/queries.ts'
import { LOST_AFTER_MS } from './attendance.ts'

/** So many are named; of the others it is said how many they are. */
const MOST = 20

export type PresenceState = {
  readonly here: readonly ReturnType<typeof personJson>[]
  /** Ids of those among them who write. */
  readonly typing: readonly string[]
  /** All members who are here, named or not. */
  readonly count: number
}

/** Depends on nothing of the actor's but whether they are signed in: it is read once for all who are. One query. */
export async function stateOf(ctx: Ctx, threadId: number): Promise<PresenceState> {
  const now = ctx.now()
  const alive = gt(presences.seenAt, new Date(now.getTime() - LOST_AFTER_MS))
  const present = ctx.db
    .select({
      memberId: presences.memberId,
      typing: sql<boolean>`coalesce(bool_or(${gt(presences.typingUntil, now)}), false)`.as('typing'),
    })
    .from(presences)
    .where(and(eq(presences.threadId, threadId), alive))
    .groupBy(presences.memberId)
    .as('present')
  const rows = await ctx.db
    .select({ ...personOf(members), typing: present.typing, count: sql<number>`count(*) over ()::int` })
    .from(present)
    .innerJoin(members, eq(members.id, present.memberId))
    .where(showsPresence(ctx))
    // Whoever writes is named first, and stands where they stood.
    .orderBy(desc(present.typing), asc(members.id))
    .limit(MOST)
  rows.sort((one, other) => one.id - other.id)
  return {
    here: rows.map(personJson),
    typing: rows.filter(({ typing }) => typing).map(({ id }) => String(id)),
    count: rows[0]?.count ?? 0,
  }
}
