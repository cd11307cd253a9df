/** How much members have written follows the log, so that no writer waits at a member's row. */
import { eq, sql } from 'drizzle-orm'
import { categories, memberPostCounts, members } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import type { DomainEvent } from '../core/events/emit.ts'
import type { Consumer } from '../core/events/log.ts'

declare module '../core/events/emit.ts' {
  interface DomainEvents {
    /** All that one account had is the other's (server/merging). */
    'member.merged': { readonly memberId: number; readonly intoId: number }
  }
}

type Change = { readonly authorId: number; readonly posts: number }

/** Exactly once: the counts move in the transaction that moves the cursor. */
export const postCounts: Consumer = {
  name: 'post-counts',
  types: ['post.created', 'post.deleted', 'post.restored', 'thread.deleted', 'thread.restored', 'member.merged'],
  handle: async (ctx, events) => {
    for (const { before, merge } of betweenMerges(events)) {
      await countPosts(ctx, before)
      if (merge)
        await ctx.db.execute(sql`
          with gone as (select post_count from ${members} where id = ${merge.memberId}),
            left_behind as (update ${members} set post_count = 0 where id = ${merge.memberId})
          update ${members} set post_count = ${members.postCount} + (select post_count from gone) where id = ${merge.intoId}`)
    }
  },
}

async function countPosts(ctx: Ctx, events: readonly DomainEvent[]): Promise<void> {
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
}

type Stretch = {
  readonly before: readonly DomainEvent[]
  readonly merge: { readonly memberId: number; readonly intoId: number } | null
}

/** What was counted for an account before it was merged goes along with it, and what comes after does not. */
function betweenMerges(events: readonly DomainEvent[]): Stretch[] {
  const stretches: Stretch[] = []
  let before: DomainEvent[] = []
  for (const event of events) {
    if (event.type !== 'member.merged') {
      before.push(event)
      continue
    }
    stretches.push({ before, merge: event.data })
    before = []
  }
  return [...stretches, { before, merge: null }]
}

type PlacedChange = Change & { readonly categoryId: number }

/** The same for each category: of what somebody wrote, a reader is told how much stands where they may look. */
export const placedPostCounts: Consumer = {
  name: 'post-counts-by-category',
  types: [
    'post.created',
    'post.deleted',
    'post.restored',
    'thread.deleted',
    'thread.restored',
    'thread.moved',
    'member.merged',
  ],
  handle: async (ctx, events) => {
    for (const { before, merge } of betweenMerges(events)) {
      await countPlaced(ctx, before)
      if (merge)
        await ctx.db.execute(sql`
          with gone as (delete from ${memberPostCounts} where member_id = ${merge.memberId} returning category_id, posts)
          insert into ${memberPostCounts} (member_id, category_id, posts)
          select ${merge.intoId}, category_id, posts from gone order by category_id
          on conflict (member_id, category_id) do update set posts = ${memberPostCounts}.posts + excluded.posts`)
    }
  },
}

async function countPlaced(ctx: Ctx, events: readonly DomainEvent[]): Promise<void> {
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
