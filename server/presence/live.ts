/** `presence:42`: who has thread 42 open, and who writes there. A state, not events: only what is now matters. */
import type { Ctx } from '../core/context.ts'
import { ID_ARGUMENT, type LiveChannel } from '../core/live/channel.ts'
import { can } from '../core/permissions.ts'
import { headFor } from '../threads/queries.ts'
import { SIGHT_SHIFTS, threadSight, threadsOf } from '../threads/sight.ts'
import { attendanceOf, type Place } from './attendance.ts'
import { stateOf } from './state.ts'

export const presenceChannel: LiveChannel = {
  kind: 'presence',
  argument: ID_ARGUMENT,
  types: [],
  tells: threadsOf,
  sight: threadSight,
  shifts: SIGHT_SHIFTS,
  attend: (ctx, argument, doing) => {
    if (doing === 'typing') return noteTyping(ctx, argument)
    const place = placeOf(ctx, argument)
    if (!place) return
    if (doing === 'here') attendanceOf(ctx).come(place)
    else attendanceOf(ctx).leave(place)
  },
  state: {
    readerOf: ctx => (ctx.actor.id === null ? 'visitor' : 'member'),
    read: (ctx, argument) => stateOf(ctx, Number(argument)),
  },
}

/** The actor says that they write in a thread. Whoever may not answer there does not, whatever they say. */
export function noteTyping(ctx: Ctx, argument: string): void {
  const place = placeOf(ctx, argument)
  if (!place) return
  attendanceOf(ctx).type(place, async () => {
    const thread = await headFor(ctx, place.threadId)
    return thread !== null && can(ctx, 'thread.reply', thread)
  })
}

/** Null for visitors, who are not shown. */
const placeOf = ({ actor }: Ctx, argument: string): Place | null =>
  actor.id === null ? null : { threadId: Number(argument), memberId: actor.id }
