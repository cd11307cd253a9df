/** Counters of categories follow the log, so that no writer waits for another at a category's row. */
import { eq, sql } from 'drizzle-orm'
import { categories } from '../../db/tables/index.ts'
import type { DomainEvent } from '../core/events/emit.ts'
import type { Consumer } from '../core/events/log.ts'

type Change = { readonly categoryId: number; readonly threads: number; readonly posts: number }

/** Exactly once: the counts move in the transaction that moves the cursor. */
export const categoryCounts: Consumer = {
  name: 'category-counts',
  types: [
    'thread.created',
    'thread.deleted',
    'thread.restored',
    'thread.moved',
    'post.created',
    'post.deleted',
    'post.restored',
  ],
  handle: async (ctx, events) => {
    const sums = new Map<number, Change>()
    for (const { categoryId, threads, posts } of events.flatMap(changeOf)) {
      const sum = sums.get(categoryId) ?? { categoryId, threads: 0, posts: 0 }
      sums.set(categoryId, { categoryId, threads: sum.threads + threads, posts: sum.posts + posts })
    }
    for (const { categoryId, threads, posts } of sums.values()) {
      await ctx.db
        .update(categories)
        .set({
          threadCount: sql`${categories.threadCount} + ${threads}`,
          postCount: sql`${categories.postCount} + ${posts}`,
        })
        .where(eq(categories.id, categoryId))
    }
  },
}

function changeOf(event: DomainEvent): Change[] {
  switch (event.type) {
    case 'thread.created':
      return [{ categoryId: event.data.categoryId, threads: 1, posts: 0 }]
    case 'thread.deleted':
      return [{ categoryId: event.data.categoryId, threads: -1, posts: -event.data.postCount }]
    case 'thread.restored':
      return [{ categoryId: event.data.categoryId, threads: 1, posts: event.data.postCount }]
    case 'thread.moved':
      return [
        { categoryId: event.data.from, threads: -1, posts: -event.data.postCount },
        { categoryId: event.data.to, threads: 1, posts: event.data.postCount },
      ]
    case 'post.created':
    case 'post.restored':
      return [{ categoryId: event.data.categoryId, threads: 0, posts: 1 }]
    case 'post.deleted':
      return [{ categoryId: event.data.categoryId, threads: 0, posts: -1 }]
    default:
      return []
  }
}
