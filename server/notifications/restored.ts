/**
 * What is put back is told again. With a post or thread everybody's unread news of it went, and only those, so whoever
 * has a row of it has read it and is not told anew; whoever has none is told as of a new post.
 */

import { and, asc, eq, gt, isNull, max } from 'drizzle-orm'
import { posts, reactions } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import { oneOf } from '../core/db.ts'
import type { DomainEvent } from '../core/events/emit.ts'
import { partsOf } from '../core/parts.ts'
import { tellReactions } from './reactions.ts'
import { horizon, tellPosts } from './tell.ts'

type Event<T extends 'post.restored' | 'thread.restored'> = Extract<DomainEvent, { readonly type: T }>

type Restored = {
  readonly posts: readonly Event<'post.restored'>[]
  readonly threads: readonly Event<'thread.restored'>[]
}

/** A post that is there again, and the event that says so. */
type Back = { readonly postId: number; readonly position: number; readonly at: Date }

const AT_ONCE = 500

/** Tells of posts that were put back, and of all posts of threads that were: the more there are, the more rounds. */
export async function tellRestored(ctx: Ctx, { posts: single, threads: whole }: Restored): Promise<void> {
  const back = single.map(({ data, position, at }): Back => ({ postId: data.postId, position, at }))
  for (const thread of whole) back.push(...(await postsOf(ctx, thread)))
  const news = [...new Map(back.map(one => [one.postId, one])).values()]
  for (const some of partsOf(news, AT_ONCE)) await tellSome(ctx, some)
}

async function tellSome(ctx: Ctx, back: readonly Back[]): Promise<void> {
  // Whoever put it back may be one whom it calls.
  await tellPosts(
    ctx,
    back.map(one => ({ ...one, actorId: null, mentionsOnly: false, isBack: true })),
  )
  await tellReactions(ctx, await reactionsTo(ctx, back))
}

/** Those that came back with a thread, and are young enough to be told. */
async function postsOf(ctx: Ctx, { data, position, at }: Event<'thread.restored'>): Promise<Back[]> {
  const rows = await ctx.db
    .select({ postId: posts.id })
    .from(posts)
    .where(and(eq(posts.threadId, data.threadId), isNull(posts.deletedAt), gt(posts.createdAt, horizon(ctx))))
    .orderBy(asc(posts.number))
  return rows.map(({ postId }) => ({ postId, position, at }))
}

/** Who reacted to them, each once. */
async function reactionsTo(ctx: Ctx, back: readonly Back[]) {
  const byPost = new Map(back.map(one => [one.postId, one]))
  const rows = await ctx.db
    .select({ postId: reactions.postId, memberId: reactions.memberId, at: max(reactions.at) })
    .from(reactions)
    .where(oneOf(reactions.postId, [...byPost.keys()]))
    .groupBy(reactions.postId, reactions.memberId)
  return rows.flatMap(({ at, ...one }) => {
    const position = byPost.get(one.postId)?.position
    return at && position !== undefined ? [{ ...one, at, position }] : []
  })
}
