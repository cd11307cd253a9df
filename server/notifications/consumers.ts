/** Notifications follow the log: nobody who writes waits for those who are told. */
import { eq, type SQL, sql } from 'drizzle-orm'
import { notifications, threads } from '../../db/tables/index.ts'
import { categoryTree } from '../categories/tree.ts'
import type { Ctx } from '../core/context.ts'
import { oneOf } from '../core/db.ts'
import type { DomainEvent, EventType } from '../core/events/emit.ts'
import type { Consumer } from '../core/events/log.ts'
import { type Due, tellDue } from './due.ts'
import { takeBackReactions, tellReactions } from './reactions.ts'
import { tellRestored } from './restored.ts'
import { takeBackPosts, takeBackThreads, takeBackUnseen } from './take-back.ts'
import { type News, tellPosts } from './tell.ts'

/**
 * What an event says is looked up as it is now: a post that was deleted meanwhile is not told, and what is told already
 * is not told again. So events may come twice, and in any batches.
 */
export const tellings: Consumer = {
  name: 'notifications',
  // Who writes in a thread follows it: known before anybody is told of the answers.
  after: 'follow-own',
  types: [
    'post.created',
    'post.edited',
    'post.deleted',
    'post.restored',
    'thread.deleted',
    'thread.restored',
    'thread.moved',
    'reaction.added',
    'reaction.removed',
    'bookmark.due',
    'notification.due',
    'category.changed',
    'group.memberAdded',
    'group.memberRemoved',
    'group.removed',
  ],
  handle: async (ctx, events) => {
    // Another process may have changed rights a moment ago.
    await ctx.host.caches.refresh()
    await tellPosts(ctx, newsOf(events))
    await tellReactions(ctx, only(events, 'reaction.added').map(factsOf))
    await tellDue(ctx, events.flatMap(dueOf))
    await tellRestored(ctx, { posts: only(events, 'post.restored'), threads: only(events, 'thread.restored') })
    await takeBackPosts(
      ctx,
      only(events, 'post.deleted').map(event => event.data.postId),
    )
    await takeBackThreads(
      ctx,
      only(events, 'thread.deleted').map(event => event.data.threadId),
    )
    await takeBackReactions(
      ctx,
      only(events, 'reaction.removed').map(event => event.data.postId),
    )
    for (const where of changedSight(ctx, events)) await takeBackUnseen(ctx, where)
  },
}

type Event<T extends EventType> = Extract<DomainEvent, { readonly type: T }>

const only = <T extends EventType>(events: readonly DomainEvent[], type: T): Event<T>[] =>
  events.filter((event): event is Event<T> => event.type === type)

/** Whose act an event tells of, and about which post. */
const factsOf = ({ data, position, at }: Event<'reaction.added'>) => ({
  postId: data.postId,
  memberId: data.memberId,
  position,
  at,
})

/** What an event says is due to one member. */
function dueOf({ type, data, position, at }: DomainEvent): Due[] {
  if (type === 'notification.due') return [{ ...data, position, at }]
  if (type !== 'bookmark.due') return []
  const { memberId, postId } = data
  return [{ kind: 'reminder', memberId, postId, actorId: null, position, at }]
}

/** Posts in the order of their news. Of one post the first counts: what it says is looked up, so it says the later ones' too. */
function newsOf(events: readonly DomainEvent[]): News[] {
  const news = new Map<number, News>()
  for (const { type, data, position, at, actorId } of events) {
    if (type !== 'post.created' && type !== 'post.edited') continue
    const { postId } = data
    if (!news.has(postId))
      news.set(postId, { postId, position, at, actorId, mentionsOnly: type === 'post.edited', isBack: false })
  }
  return [...news.values()]
}

/** Whose sight these events may have changed, each as a condition on notifications and threads. */
function changedSight(ctx: Ctx, events: readonly DomainEvent[]): SQL[] {
  if (events.some(event => event.type === 'group.removed')) return [sql`true`]
  const tree = ctx.read(categoryTree)
  const places = new Set<number>()
  const memberIds = new Set<number>()
  const movedIds = new Set<number>()
  for (const { type, data } of events) {
    if (type === 'category.changed') {
      const isIn = (id: number) => id === data.categoryId
      for (const one of tree.all) if (isIn(one.id) || tree.above(one).some(above => isIn(above.id))) places.add(one.id)
    } else if (type === 'thread.moved') movedIds.add(data.threadId)
    else if (type === 'group.memberAdded' || type === 'group.memberRemoved') memberIds.add(data.memberId)
  }
  return [
    ...(places.size > 0 ? [oneOf(threads.categoryId, [...places])] : []),
    ...(movedIds.size > 0 ? [oneOf(threads.id, [...movedIds])] : []),
    ...[...memberIds].map(memberId => eq(notifications.memberId, memberId)),
  ]
}
