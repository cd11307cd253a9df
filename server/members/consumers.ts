/** How much members have written follows the log, so that no writer waits at a member's row. */
import { eq, sql } from 'drizzle-orm'
import { members } from '../../db/tables/index.ts'
import type { DomainEvent } from '../core/events/emit.ts'
import type { Consumer } from '../core/events/log.ts'

type Change = { readonly authorId: number; readonly posts: number }

/** Exactly once: the counts move in the transaction that moves the cursor. */
export const postCounts: Consumer = {
  name: 'post-counts',
  types: ['post.created', 'post.deleted', 'post.restored', 'thread.deleted', 'thread.restored'],
  handle: async (ctx, events) => {
    const changes = new Map<number, number>()
    for (const { authorId, posts } of events.flatMap(changesOf)) {
      changes.set(authorId, (changes.get(authorId) ?? 0) + posts)
    }
    for (const [authorId, change] of changes) {
      await ctx.db
        .update(members)
        .set({ postCount: sql`${members.postCount} + ${change}` })
        .where(eq(members.id, authorId))
    }
  },
}

function changesOf(event: DomainEvent): Change[] {
  switch (event.type) {
    case 'post.created':
    case 'post.restored':
      return [{ authorId: event.data.authorId, posts: 1 }]
    case 'post.deleted':
      return [{ authorId: event.data.authorId, posts: -1 }]
    // A thread takes the posts that were in sight with it, and brings them back.
    case 'thread.deleted':
      return event.data.authors.map(({ id, posts }) => ({ authorId: id, posts: -posts }))
    case 'thread.restored':
      return event.data.authors.map(({ id, posts }) => ({ authorId: id, posts }))
    default:
      return []
  }
}
