/** Keeps PostgreSQL's index as the posts are: follows the log, and fills in what it does not name post by post. */
import type { DomainEvent, EventType } from '../core/events/emit.ts'
import type { Consumer } from '../core/events/log.ts'
import { addJob, hasQueue, type Jobs, type Schedule } from '../core/jobs.ts'
import type { Wanted } from './documents.ts'
import { FILL, fill } from './fill.ts'
import { putAnew } from './put.ts'

/** Its name among those that follow the log. */
export const FOLLOWER = 'search'

/** After which a post says something else, or its title does. */
export const FOLLOWED: readonly EventType[] = [
  'post.created',
  'post.edited',
  'post.restored',
  // Who wants their words gone has them taken out of what they deleted.
  'post.deleted',
  'thread.deleted',
  'posts.reworded',
  'thread.edited',
  'threads.imported',
]

const follower: Consumer = {
  name: FOLLOWER,
  types: FOLLOWED,
  handle: async (ctx, events) => {
    // Where no server has run yet, one will find by itself what is missing.
    if (events.some(({ type }) => type === 'threads.imported') && (await hasQueue(ctx)))
      await addJob(ctx, FILL, null, FILL)
    const wanted = wantedBy(events)
    if (wanted.postIds.length + wanted.threadIds.length > 0) await putAnew(ctx, wanted)
  },
}

export const consumers: readonly Consumer[] = [follower]
export const jobs: Jobs = { [FILL]: fill }
/** After an upgrade, and when a backup was brought back, what is missing is noticed by itself. */
export const schedules: readonly Schedule[] = [{ cron: '*/5 * * * *', job: FILL }]

/** Which posts they name. */
export function wantedBy(events: readonly DomainEvent[]): Wanted {
  const [postIds, threadIds] = [new Set<number>(), new Set<number>()]
  for (const { type, data } of events) {
    if ('postIds' in data && type === 'posts.reworded') for (const id of data.postIds) postIds.add(id)
    else if ('postId' in data && data.postId !== null) postIds.add(data.postId)
    else if ('threadId' in data) threadIds.add(data.threadId)
  }
  return { postIds: [...postIds], threadIds: [...threadIds] }
}
