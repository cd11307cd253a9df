import type { Host } from '../core/context.ts'
import type { DomainEvent } from '../core/events/emit.ts'
import { defineFeature } from '../feature.ts'
import { attendanceOf, closeAttendance } from './attendance.ts'
import { presenceChannel } from './live.ts'

export default defineFeature({
  id: 'presence',
  live: () => [presenceChannel],
  follow,
  close: closeAttendance,
})

/** Whoever has posted writes no more; whoever changes what they show, or their face, is shown so at once. */
function follow(host: Host, events: readonly DomainEvent[]): void {
  const attendance = attendanceOf({ host })
  for (const { type, data } of events) {
    if (type === 'post.created') attendance.stopTyping({ threadId: data.threadId, memberId: data.authorId })
    if (type === 'member.changed' || type === 'member.privacyChanged') attendance.memberChanged(data.memberId)
  }
}
