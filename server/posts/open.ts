/** Opens a thread: the thread and its first post are one act. */
import { mayPost } from '../auth/policy.ts'
import type { Ctx } from '../core/context.ts'
import { emit } from '../core/events/emit.ts'
import { PLAIN } from '../core/kinds.ts'
import { consume } from '../core/limits.ts'
import { filtered } from '../core/points.ts'
import { transaction } from '../core/transaction.ts'
import { beginning } from '../threads/kind.ts'
import * as threads from '../threads/service.ts'
import { checkLength, cookPost, insert } from './service.ts'

declare module '../core/points.ts' {
  interface FilterPoints {
    /** A thread with its opening post, as they were typed; nothing is stored yet. */
    'thread.beforeCreate': {
      readonly categoryId: number
      readonly title: string
      readonly body: string
      readonly tags: readonly string[]
      readonly kind: string
      readonly fields: Readonly<Record<string, unknown>>
    }
  }
}

export type NewThread = {
  readonly categoryId: number
  readonly title: string
  readonly body: string
  /** Names of tags, as they were typed. */
  readonly tags?: readonly string[] | undefined
  /** `thread` unless said otherwise; and what was sent for that kind's fields, by their names. */
  readonly kind?: string | undefined
  readonly fields?: Readonly<Record<string, unknown>> | undefined
}

/**
 * Opens a thread with its first post.
 * @throws NotFound for a category out of sight, Forbidden or NotSignedIn without the right, Invalid, RateLimited
 */
export async function openThread(
  ctx: Ctx,
  { categoryId, title: asked, body: typed, tags: named = [], kind: sort = PLAIN, fields: given = {} }: NewThread,
): Promise<{ id: number; slug: string }> {
  threads.authorizeCreate(ctx, categoryId)
  const authorId = mayPost(ctx)
  const typedIn = { categoryId, title: asked, body: typed, tags: named, kind: sort, fields: given }
  const { title, body, tags, kind, fields } = await filtered(ctx, 'thread.beforeCreate', typedIn)
  const is = beginning(ctx, kind, fields)
  checkLength(ctx, body)
  await consume(ctx, { key: `thread:${authorId}`, limit: ctx.setting('threads.perHour'), seconds: 3600 })
  const cooked = await cookPost(ctx, body)
  return transaction(ctx, async ctx => {
    const at = ctx.now()
    const thread = await threads.create(ctx, { categoryId, authorId, title: title.trim(), at, tags, is })
    const opening = { threadId: thread.id, number: 1, authorId, replyTo: null, body, cooked, at }
    const postId = await insert(ctx, opening)
    emit(ctx, 'post.created', { postId, threadId: thread.id, categoryId, number: 1, authorId })
    return thread
  })
}
