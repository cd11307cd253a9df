/** Changes what a post says. The version before is kept, unless a slip is put right before anybody could answer it. */
import { desc, eq } from 'drizzle-orm'
import { postRevisions, posts } from '../../db/tables/index.ts'
import { mayPost } from '../auth/policy.ts'
import { type Cooked, htmlOf } from '../cooking/service.ts'
import { audit } from '../core/audit.ts'
import type { Ctx } from '../core/context.ts'
import { Invalid, PreconditionFailed } from '../core/errors.ts'
import { emit } from '../core/events/emit.ts'
import { consume } from '../core/limits.ts'
import { authorize } from '../core/permissions.ts'
import { filtered } from '../core/points.ts'
import { transaction } from '../core/transaction.ts'
import { rename, touch } from '../threads/service.ts'
import { eventOf, type LockedPost, lockPost } from './lock.ts'
import { authorizeEdit } from './policy.ts'
import { replaceReferences } from './references.ts'
import { checkLength, cookPost } from './service.ts'

declare module '../core/points.ts' {
  interface FilterPoints {
    /** A new text of a post; and of an opening post, the title of its thread. Who may edit it is asked afterwards. */
    'post.beforeEdit': { readonly postId: number; readonly body: string; readonly title?: string | undefined }
  }
}

export type Edit = {
  readonly id: number
  readonly body: string
  /** Of an opening post: the thread's title. */
  readonly title?: string | undefined
  /** Why; asked of who edits somebody else's post. */
  readonly reason?: string | undefined
  /** The version that the edit is based on; without one it is made whatever the version. */
  readonly version?: number | undefined
}

/**
 * Changes a post's text, and its thread's title with it.
 * @throws PreconditionFailed when `version` is not the stored one, NotFound, Gone, Forbidden (`post.editWindow`,
 * `thread.locked`), Invalid, RateLimited
 */
export async function edit(ctx: Ctx, { id, reason, version, ...given }: Edit): Promise<void> {
  await beginEdit(ctx)
  const { body, title } = await filtered(ctx, 'post.beforeEdit', { postId: id, ...given })
  checkLength(ctx, body)
  const cooked = await cookPost(ctx, body, { id })
  await transaction(ctx, async ctx => {
    const post = await lockPost(ctx, id)
    authorizeEdit(ctx, post)
    // What says the same already was saved by the same form a moment ago: nothing is lost, so nobody is asked (RFC 9110 §13.1.1).
    if (Object.keys(changesOf(post, { body, title })).length === 0) return
    if (version !== undefined && version !== post.version) throw new PreconditionFailed()
    await revise(ctx, post, { body, cooked, title, reason })
  })
}

/** Counts an attempt to edit; before the transaction, so that a refused one counts too. */
export async function beginEdit(ctx: Ctx): Promise<void> {
  const editorId = mayPost(ctx)
  await consume(ctx, { key: `edit:${editorId}`, limit: ctx.setting('posts.perMinute'), seconds: 60 })
}

type Revision = {
  readonly body?: string
  readonly cooked?: Cooked
  readonly title?: string | undefined
  readonly reason?: string | undefined
}

/**
 * Puts a new version in the place of a locked post's. What is not given stays.
 * @throws Invalid for a title that is not an opening post's, or without the reason that is asked for; Forbidden
 */
export async function revise(ctx: Ctx, post: LockedPost, given: Revision): Promise<void> {
  const editorId = mayPost(ctx)
  const reason = given.reason?.trim() ?? ''
  const { title, body } = changesOf(post, given)
  if (title === undefined && body === undefined) return
  if (title !== undefined && post.number !== 1) throw new Invalid({ title: { key: 'post.error.title' } })
  if (title !== undefined) authorize(ctx, 'thread.edit', post.thread)
  const foreign = editorId !== post.authorId && !post.wiki
  if (foreign && reason === '') throw new Invalid({ reason: { key: 'post.error.reason' } })

  const kept = !(await isSlip(ctx, post, { editorId, reason }))
  if (kept) await keepVersion(ctx, post)
  await ctx.db
    .update(posts)
    .set({
      version: post.version + 1,
      ...(body !== undefined && given.cooked && textOf(post.id, body, given.cooked)),
      ...(kept && { editedAt: ctx.now(), editorId, editReason: reason }),
    })
    .where(eq(posts.id, post.id))
  if (body !== undefined && given.cooked) await replaceReferences(ctx, post.id, given.cooked)
  if (title !== undefined) await rename(ctx, post.thread, title)
  await touch(ctx, post.threadId)
  if (foreign) await audit(ctx, { act: 'post.edit', targetType: 'post', targetId: post.id, reason })
  emit(ctx, 'post.edited', { ...eventOf(post), editorId, kept })
}

/** What would be another than it is: a title as it is stored, without blanks around it. */
function changesOf({ body, thread }: LockedPost, given: Revision): { title?: string; body?: string } {
  const title = given.title?.trim()
  return {
    ...(title !== undefined && title !== thread.title && { title }),
    ...(given.body !== undefined && given.body !== body && { body: given.body }),
  }
}

const textOf = (id: number, body: string, cooked: Cooked) => ({
  body,
  html: htmlOf(cooked, id),
  excerpt: cooked.excerpt,
  cookedVersion: cooked.version,
})

const MINUTE_MS = 60_000

/**
 * Whether an author puts right what they have just written: within the time of grace since the version that is replaced,
 * and before anybody wrote after it. Such an edit leaves no mark; nobody has answered the words that it takes away.
 */
async function isSlip(
  ctx: Ctx,
  post: LockedPost,
  { editorId, reason }: { editorId: number; reason: string },
): Promise<boolean> {
  const madeBy = post.editorId ?? post.authorId
  const madeAt = post.editedAt ?? post.createdAt
  const grace = ctx.setting('posts.editGrace') * MINUTE_MS
  if (post.wiki || reason !== '' || editorId !== post.authorId || editorId !== madeBy) return false
  if (ctx.now().getTime() - madeAt.getTime() >= grace) return false
  const [newest] = await ctx.db
    .select({ id: posts.id, createdAt: posts.createdAt })
    .from(posts)
    .where(eq(posts.threadId, post.threadId))
    .orderBy(desc(posts.number))
    .limit(1)
  return newest === undefined || newest.id === post.id || newest.createdAt < madeAt
}

/** Puts the version that an edit replaces into the history. */
async function keepVersion(ctx: Ctx, post: LockedPost): Promise<void> {
  await ctx.db.insert(postRevisions).values({
    postId: post.id,
    version: post.version,
    body: post.body,
    title: post.number === 1 ? post.thread.title : null,
    editorId: post.editorId ?? post.authorId,
    reason: post.editReason,
    at: post.editedAt ?? post.createdAt,
  })
}
