/** Writes posts. Their later life is in edit.ts, wiki.ts and removal.ts. */
import { and, eq, isNull, sql } from 'drizzle-orm'
import { posts } from '../../db/tables/index.ts'
import { mayPost } from '../auth/policy.ts'
import { type Cooked, cook, htmlOf } from '../cooking/service.ts'
import { isNewcomer } from '../core/actor.ts'
import type { Ctx } from '../core/context.ts'
import { prepareSql, runPrepared } from '../core/db.ts'
import { Forbidden, Invalid } from '../core/errors.ts'
import { emit } from '../core/events/emit.ts'
import { consume } from '../core/limits.ts'
import { authorize, can } from '../core/permissions.ts'
import { filtered } from '../core/points.ts'
import { transaction } from '../core/transaction.ts'
import { addReply } from '../threads/service.ts'
import { keepReferences } from './references.ts'

declare module '../core/points.ts' {
  interface FilterPoints {
    /** A reply, as it was typed; nothing is stored yet. */
    'post.beforeCreate': { readonly threadId: number; readonly replyTo: number | null; readonly body: string }
  }
}

export type NewPost = {
  readonly threadId: number
  readonly body: string
  /** Id of the post in the same thread that this one answers. */
  readonly replyTo?: number | null | undefined
}

/**
 * Adds a reply to the end of a thread.
 * @throws NotFound, Forbidden (`thread.locked`), NotSignedIn, Invalid for a `replyTo` that is not in the thread, RateLimited
 */
export async function create(
  ctx: Ctx,
  { threadId, body: given, replyTo = null }: NewPost,
): Promise<{ id: number; number: number }> {
  const authorId = mayPost(ctx)
  const { body } = await filtered(ctx, 'post.beforeCreate', { threadId, replyTo, body: given })
  checkLength(ctx, body)
  await consume(ctx, { key: `post:${authorId}`, limit: ctx.setting('posts.perMinute'), seconds: 60 })
  const cooked = await cookPost(ctx, body)
  return transaction(ctx, async ctx => {
    const at = ctx.now()
    const thread = await addReply(ctx, threadId, { authorId, at })
    if (!can(ctx, 'thread.reply', thread) && thread.lockedAt)
      throw new Forbidden('thread.locked', 'thread.error.locked')
    authorize(ctx, 'thread.reply', thread)
    if (replyTo !== null) await checkReplyTo(ctx, threadId, replyTo)
    const number = thread.lastNumber
    const id = await insert(ctx, { threadId, number, authorId, replyTo, body, cooked, at })
    emit(ctx, 'post.created', { postId: id, threadId, categoryId: thread.categoryId, number, authorId })
    return { id, number }
  })
}

type Row = {
  readonly threadId: number
  readonly number: number
  readonly authorId: number
  readonly replyTo: number | null
  readonly body: string
  readonly cooked: Cooked
  readonly at: Date
}

/** Writes a post and its references in the surrounding transaction. @returns its id */
export async function insert(ctx: Ctx, { cooked, at, ...row }: Row): Promise<number> {
  const { html, excerpt, version, marker } = cooked
  const values = { ...row, html, excerpt, version, at: at.toISOString() }
  const [post] = await runPrepared<{ id: number }>(ctx.db, insertPost, values)
  if (!post) throw new Error('a post was not inserted')
  // Only footnotes carry the post's id.
  if (html.includes(marker))
    await ctx.db
      .update(posts)
      .set({ html: htmlOf(cooked, post.id) })
      .where(eq(posts.id, post.id))
  await keepReferences(ctx, post.id, cooked)
  return post.id
}

const insertPost = prepareSql(sql`
  insert into ${posts} (thread_id, number, author_id, reply_to_id, body, html, excerpt, cooked_version, created_at)
  values (${sql.placeholder('threadId')}, ${sql.placeholder('number')}, ${sql.placeholder('authorId')},
    ${sql.placeholder('replyTo')}, ${sql.placeholder('body')}, ${sql.placeholder('html')}, ${sql.placeholder('excerpt')},
    ${sql.placeholder('version')}, ${sql.placeholder('at')})
  returning id::float8 as id`)

/** @throws Invalid for a text beyond `posts.maxLength` */
export function checkLength(ctx: Ctx, body: string): void {
  const max = ctx.setting('posts.maxLength')
  if (body.length > max) throw new Invalid({ body: { key: 'invalid.maxLength', values: { max } } })
}

/**
 * Cooks a post's text; for an edit, of that post. @throws Invalid for a newcomer's with more links to elsewhere than
 * `posts.maxLinks`
 */
export async function cookPost(ctx: Ctx, body: string, edited?: { readonly id: number }): Promise<Cooked> {
  const cooked = await cook(ctx, body, edited)
  const max = ctx.setting('posts.maxLinks')
  if (cooked.outwardLinks > max && isNewcomer(ctx.actor))
    throw new Invalid({ body: { key: 'post.error.links', values: { max } } })
  return cooked
}

async function checkReplyTo(ctx: Ctx, threadId: number, replyTo: number): Promise<void> {
  const [target] = await ctx.db
    .select({ id: posts.id })
    .from(posts)
    .where(and(eq(posts.id, replyTo), eq(posts.threadId, threadId), isNull(posts.deletedAt), isNull(posts.hiddenAt)))
  if (!target) throw new Invalid({ replyTo: { key: 'post.error.replyTo' } })
}
