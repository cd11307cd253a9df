/** Verbs on reactions. Twice the same is once: giving what was given and taking back what was not are nothing. */
import { and, eq } from 'drizzle-orm'
import { reactions } from '../../db/tables/index.ts'
import { mayPost } from '../auth/policy.ts'
import { trustLevelOf } from '../core/actor.ts'
import type { Ctx } from '../core/context.ts'
import { Forbidden, Invalid } from '../core/errors.ts'
import { emit } from '../core/events/emit.ts'
import { consume } from '../core/limits.ts'
import { authorize } from '../core/permissions.ts'
import { transaction } from '../core/transaction.ts'
import * as posts from '../posts/queries.ts'
import { head } from '../threads/queries.ts'
import { touch } from '../threads/service.ts'
import { offeredKeys } from './kinds.ts'
import { isOwn } from './policy.ts'

type ReactionEvent = {
  readonly postId: number
  readonly threadId: number
  readonly categoryId: number
  readonly key: string
  /** Whose post it is. */
  readonly authorId: number
  /** Whose reaction it is. */
  readonly memberId: number
}

declare module '../core/events/emit.ts' {
  interface DomainEvents {
    /** Somebody reacted to a post. */
    'reaction.added': ReactionEvent
    /** Somebody took a reaction back. */
    'reaction.removed': ReactionEvent
  }
}

type Reaction = { readonly postId: number; readonly key: string }

/**
 * Reacts to a post.
 * @throws NotFound, Gone, NotSignedIn, Forbidden (`reaction.own`), RateLimited, Invalid for a key that is not on offer
 */
export async function add(ctx: Ctx, { postId, key }: Reaction): Promise<void> {
  const memberId = await count(ctx)
  await transaction(ctx, async ctx => {
    const post = await load(ctx, postId)
    if (isOwn(ctx, post)) throw new Forbidden('reaction.own', 'reaction.error.own')
    authorize(ctx, 'post.react', post)
    if (!offeredKeys(ctx).some(one => one === key)) throw new Invalid({ key: { key: 'reaction.error.notOffered' } })
    const [added] = await ctx.db
      .insert(reactions)
      .values({ postId, memberId, key, at: ctx.now() })
      .onConflictDoNothing()
      .returning({ key: reactions.key })
    if (!added) return
    await touch(ctx, post.threadId)
    emit(ctx, 'reaction.added', eventOf(post, { key, memberId }))
  })
}

/** Takes one's own reaction back, whether or not it could still be given. @throws NotFound, Gone, NotSignedIn, RateLimited */
export async function remove(ctx: Ctx, { postId, key }: Reaction): Promise<void> {
  const memberId = await count(ctx)
  await transaction(ctx, async ctx => {
    const post = await load(ctx, postId)
    const [removed] = await ctx.db
      .delete(reactions)
      .where(and(eq(reactions.postId, postId), eq(reactions.memberId, memberId), eq(reactions.key, key)))
      .returning({ key: reactions.key })
    if (!removed) return
    await touch(ctx, post.threadId)
    emit(ctx, 'reaction.removed', eventOf(post, { key, memberId }))
  })
}

/** Counts one change against the hour's limit, which grows with trust. @returns the member's id */
async function count(ctx: Ctx): Promise<number> {
  const memberId = mayPost(ctx)
  const limit = ctx.setting('reactions.perHour') * (1 + trustLevelOf(ctx.actor))
  await consume(ctx, { key: `react:${memberId}`, limit, seconds: 3600 })
  return memberId
}

/** A post in sight with its author and thread. */
async function load(ctx: Ctx, postId: number) {
  const post = await posts.get(ctx, postId)
  return { ...post, authorId: post.author.id, thread: await head(ctx, post.threadId) }
}

const eventOf = (
  { id, threadId, authorId, thread }: Awaited<ReturnType<typeof load>>,
  { key, memberId }: { key: string; memberId: number },
): ReactionEvent => ({ postId: id, threadId, categoryId: thread.categoryId, key, authorId, memberId })
