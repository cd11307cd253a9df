/** Verbs on one's own notifications, and what reading does to them. */
import { and, eq, isNull, lt, lte, or, sql } from 'drizzle-orm'
import { notifications, posts, threadReads } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import { oneOf } from '../core/db.ts'
import { Invalid, NotSignedIn } from '../core/errors.ts'
import { uncounted } from '../core/http/budget.ts'
import { choosable } from '../core/notification-kinds.ts'
import * as members from '../members/service.ts'
import { pageStart } from '../posts/ranges.ts'
import type { Reading } from '../threads/reads.ts'
import { concern, isGathering, recountWhere } from './rows.ts'
import { takeBackUnseen } from './take-back.ts'
import { horizon } from './tell.ts'

export type WhichRead = {
  readonly ids?: readonly number[] | undefined
  /** A position: what came later, or was joined by something later, is not meant. */
  readonly upTo?: number | undefined
}

/** Marks own notifications as read: these, those up to a position, or these as they were up to there. @throws Invalid for neither */
export async function markRead(ctx: Ctx, { ids, upTo }: WhichRead): Promise<void> {
  const memberId = ownId(ctx)
  if (ids === undefined && upTo === undefined) throw new Invalid({ upTo: { key: 'invalid.required' } })
  await ctx.db
    .update(notifications)
    .set({ readAt: ctx.now() })
    .where(
      and(
        eq(notifications.memberId, memberId),
        isNull(notifications.readAt),
        ids && oneOf(notifications.id, ids),
        upTo === undefined ? undefined : lte(notifications.position, upTo),
      ),
    )
  concern(ctx, [{ memberId }])
}

/**
 * Who has a post before them, with what stands above it on its page, is told of these posts no more; nor of new replies
 * up to their mark. A mention on a page that they passed over stays.
 */
export const followReading = (ctx: Ctx, { memberId, at }: Reading): Promise<void> =>
  uncounted(async () => {
    if (at) {
      const { threadId, number } = at
      await ctx.db.execute(sql`
        update ${notifications} n set read_at = ${ctx.now().toISOString()} from ${posts} p
        where n.member_id = ${memberId} and n.read_at is null and not ${isGathering}
          and p.id = n.post_id and p.thread_id = ${threadId} and p.number between ${pageStart(number)} and ${number}`)
    }
    await followMark(ctx, memberId)
    concern(ctx, [{ memberId }])
  })

/** New replies that a member has read are no news to them. */
async function followMark(ctx: Ctx, memberId: number): Promise<void> {
  await ctx.db.execute(sql`
    update ${notifications} n set read_at = ${ctx.now().toISOString()} from ${threadReads} mark
    where n.member_id = ${memberId} and n.read_at is null and ${isGathering}
      and mark.member_id = n.member_id and mark.thread_id = n.thread_id and mark.last_number >= n.last_number`)
  await recountWhere(
    ctx,
    sql`n.member_id = ${memberId} and exists (select from ${threadReads} mark
      where mark.member_id = n.member_id and mark.thread_id = n.thread_id and mark.last_number >= first.number)`,
  )
}

/** Brings the actor's unread notifications in line with what they see and have read. */
export async function tidy(ctx: Ctx): Promise<void> {
  const memberId = ownId(ctx)
  await uncounted(async () => {
    await followMark(ctx, memberId)
    await takeBackUnseen(ctx, eq(notifications.memberId, memberId))
  })
}

const UNREAD_KEPT = 4

/** Forgets what was read long ago, and what nobody came to read in four times as long. */
export async function forgetOld(ctx: Ctx): Promise<void> {
  const since = horizon(ctx)
  const long = new Date(ctx.now().getTime() - UNREAD_KEPT * (ctx.now().getTime() - since.getTime()))
  await ctx.db
    .delete(notifications)
    .where(
      or(and(lt(notifications.readAt, since), lt(notifications.updatedAt, since)), lt(notifications.updatedAt, long)),
    )
}

/** Stores what the actor does not want to hear of. */
export const setQuiet = (ctx: Ctx, { quiet }: { readonly quiet: readonly string[] }): Promise<void> =>
  members.setQuietKinds(ctx, { quiet, among: choosable(ctx.host.notifications) })

function ownId(ctx: Ctx): number {
  if (ctx.actor.id === null) throw new NotSignedIn()
  return ctx.actor.id
}
