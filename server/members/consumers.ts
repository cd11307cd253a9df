/** How much members have written follows the log, so that no writer waits at a member's row. */
import { eq, sql } from 'drizzle-orm'
import { categories, memberPostCounts, members } from '../../db/tables/index.ts'
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

type PlacedChange = Change & { readonly categoryId: number }

/** The same for each category: of what somebody wrote, a reader is told how much stands where they may look. */
export const placedPostCounts: Consumer = {
  name: 'post-counts-by-category',
  types: ['post.created', 'post.deleted', 'post.restored', 'thread.deleted', 'thread.restored', 'thread.moved'],
  handle: async (ctx, events) => {
    const changes = new Map<string, PlacedChange>()
    for (const change of events.flatMap(placedChangesOf)) {
      const key = `${change.authorId} ${change.categoryId}`
      changes.set(key, { ...change, posts: (changes.get(key)?.posts ?? 0) + change.posts })
    }
    // A category or member that has gone meanwhile took its counts with it.
    await ctx.db.execute(sql`
      insert into ${memberPostCounts} (member_id, category_id, posts)
      select m.id, c.id, e.posts
      from json_to_recordset(${JSON.stringify([...changes.values()])}::json)
        as e("authorId" bigint, "categoryId" bigint, posts bigint)
      join ${members} m on m.id = e."authorId" join ${categories} c on c.id = e."categoryId"
      where e.posts <> 0 order by m.id, c.id
      on conflict (member_id, category_id) do update set posts = ${memberPostCounts}.posts + excluded.posts`)
  },
}

function placedChangesOf(event: DomainEvent): PlacedChange[] {
  if (event.type === 'thread.moved') {
    const { authors, from, to } = event.data
    return authors.flatMap(({ id: authorId, posts }) => [
      { authorId, categoryId: from, posts: -posts },
      { authorId, categoryId: to, posts },
    ])
  }
  const { data } = event
  return 'categoryId' in data ? changesOf(event).map(change => ({ ...change, categoryId: data.categoryId })) : []
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
