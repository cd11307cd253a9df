/** `presence:42`: who has thread 42 open, and who writes there. A state, not events: only what is now matters. */
import type { LiveChannel } from '../core/live/channel.ts'
import { SIGHT_SHIFTS, THREAD_ID, threadSight, threadsOf } from '../threads/sight.ts'
import { attendanceOf } from './attendance.ts'
import { stateOf } from './state.ts'

export const presenceChannel: LiveChannel = {
  kind: 'presence',
  argument: THREAD_ID,
  types: [],
  tells: threadsOf,
  sight: threadSight,
  shifts: SIGHT_SHIFTS,
  state: {
    readerOf: ctx => (ctx.actor.id === null ? 'visitor' : 'member'),
    read: (ctx, argument) => stateOf(ctx, Number(argument)),
    attend: (ctx, argument, doing) => {
      const { id: memberId } = ctx.actor
      if (memberId !== null) attendanceOf(ctx).attend({ threadId: Number(argument), memberId }, doing)
    },
  },
}
