/** The words of those who want them gone: each post's text, its earlier versions and what it refers to. */
import { and, asc, eq, gt, ne } from 'drizzle-orm'
import { postRevisions, posts, threads } from '../../db/tables/index.ts'
import { type Cooked, cook, htmlOf } from '../cooking/service.ts'
import type { Ctx } from '../core/context.ts'
import { emit } from '../core/events/emit.ts'
import { translator } from '../core/i18n.ts'
import { transaction } from '../core/transaction.ts'
import { eventOf, type LockedPost, lockAny } from '../posts/lock.ts'
import { replaceReferences } from '../posts/references.ts'
import { remove } from '../posts/removal.ts'
import { remove as removeThread } from '../threads/removal.ts'
import { refresh } from '../threads/service.ts'

const AT_ONCE = 100

/**
 * Takes the words out of all that a member wrote. Replies are deleted, and threads that nobody answered; a thread that
 * others answered stays under its title, and a line stands where its opening was. A wiki is everybody's and stays. Can be
 * broken off and begun again.
 */
export async function removePosts(ctx: Ctx, authorId: number, signal: AbortSignal): Promise<void> {
  const source = translator(ctx.setting('site.locale'))('erasure.goneText')
  const line = await cook(ctx, source)
  for (let after = 0; ; ) {
    signal.throwIfAborted()
    const rows = await ctx.db
      .select({ id: posts.id })
      .from(posts)
      .where(
        and(
          eq(posts.authorId, authorId),
          gt(posts.id, after),
          eq(posts.wiki, false),
          ne(posts.body, ''),
          ne(posts.body, source),
        ),
      )
      .orderBy(asc(posts.id))
      .limit(AT_ONCE)
    for (const { id } of rows) await removeOne(ctx, id, { source, line })
    const last = rows.at(-1)
    if (!last) return
    after = last.id
  }
}

type Line = { readonly source: string; readonly line: Cooked }

async function removeOne(ctx: Ctx, id: number, { source, line }: Line): Promise<void> {
  await transaction(ctx, async ctx => {
    const post = await lockAny(ctx, id)
    const opens = post.number === 1
    const stands = post.deletedAt === null && post.thread.deletedAt === null
    const answered = opens && stands && post.thread.replyCount > 0
    if (stands && !opens) await remove(ctx, { id })
    if (stands && opens && !answered) await removeThread(ctx, { id: post.threadId })
    await wipe(
      ctx,
      post,
      answered ? { body: source, cooked: line } : { body: '', cooked: { ...line, html: '', excerpt: '' } },
    )
    if (opens && !answered)
      await ctx.db.update(threads).set({ title: '…', slug: '' }).where(eq(threads.id, post.threadId))
    if (answered) emit(ctx, 'post.edited', { ...eventOf(post), editorId: post.authorId, kept: false })
    await refresh(ctx, [post.threadId])
  })
}

async function wipe(
  ctx: Ctx,
  { id, version }: LockedPost,
  { body, cooked }: { body: string; cooked: Cooked },
): Promise<void> {
  const { excerpt, version: cookedVersion } = cooked
  await ctx.db.delete(postRevisions).where(eq(postRevisions.postId, id))
  await ctx.db
    .update(posts)
    .set({ body, html: htmlOf(cooked, id), excerpt, cookedVersion, version: version + 1, editReason: '' })
    .where(eq(posts.id, id))
  await replaceReferences(ctx, id, { ...cooked, mentions: [], links: [], uploadIds: [] })
  emit(ctx, 'posts.reworded', { postIds: [id] })
}
