/** What feeds show of posts: whole texts, of what is in sight and stands. */
import { and, desc, eq, isNull, type SQL } from 'drizzle-orm'
import { members, posts, threads } from '../../db/tables/index.ts'
import { categoryTree } from '../categories/tree.ts'
import { serve } from '../cooking/serve.tsx'
import type { Ctx } from '../core/context.ts'
import { oneOf } from '../core/db.ts'
import { cardsFrom, cardsOf } from '../posts/cards.ts'
import { postsIn } from '../posts/policy.ts'
import { type TagRef, tagsOfThread } from '../tags/queries.ts'
import { sightOf } from '../threads/policy.ts'
import { type Person, personOf, type ThreadHead } from '../threads/queries.ts'

export type FeedPost = {
  readonly id: number
  readonly number: number
  readonly html: string
  readonly excerpt: string
  readonly createdAt: Date
  readonly editedAt: Date | null
  readonly author: Person
  readonly thread: Pick<ThreadHead, 'id' | 'slug' | 'title' | 'categoryId' | 'kind' | 'status'>
  readonly tags: readonly TagRef[]
}

/** The opening posts of these threads, in any order. One query. */
export const openings = (ctx: Ctx, threadIds: readonly number[]): Promise<FeedPost[]> =>
  read(ctx, and(oneOf(posts.threadId, threadIds), eq(posts.number, 1)), threadIds.length)

/** The newest posts of a thread, newest first. One query, whatever its length. */
export const newestIn = (ctx: Ctx, threadId: number, limit: number): Promise<FeedPost[]> =>
  read(ctx, eq(posts.threadId, threadId), limit, desc(posts.number))

/** What a member wrote last, newest first. One query. Ask before whether they show it (`profiles/queries.ts`). */
export const newestBy = (ctx: Ctx, authorId: number, limit: number): Promise<FeedPost[]> =>
  read(ctx, eq(posts.authorId, authorId), limit, desc(posts.id))

async function read(ctx: Ctx, which: SQL | undefined, limit: number, ...order: SQL[]): Promise<FeedPost[]> {
  const sight = sightOf(ctx.read(categoryTree), ctx.actor)
  const { id, slug, title, categoryId, kind, status } = threads
  const rows = await ctx.db
    .select({
      id: posts.id,
      number: posts.number,
      html: posts.html,
      excerpt: posts.excerpt,
      createdAt: posts.createdAt,
      editedAt: posts.editedAt,
      author: personOf(members),
      thread: { id, slug, title, categoryId, kind, status },
      tags: tagsOfThread(threads.id),
      cards: cardsOf(sight),
    })
    .from(posts)
    .innerJoin(threads, eq(threads.id, posts.threadId))
    .innerJoin(members, eq(members.id, posts.authorId))
    .where(and(which, postsIn(sight), isNull(posts.deletedAt), isNull(threads.deletedAt)))
    .orderBy(...order)
    .limit(limit)
  return rows.map(({ cards, ...row }) => ({
    ...row,
    html: serve(row.html, { t: ctx.t, cards: cardsFrom(ctx, cards) }),
  }))
}
