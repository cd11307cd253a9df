/** Taking back what was written, and putting it back. */
import { Type } from 'typebox'
import type { Ctx } from '../core/context.ts'
import { IdParams } from '../core/http/schemas.ts'
import { authorize } from '../core/permissions.ts'
import { ownReplies, ownThreads } from '../posts/deleted.ts'
import * as queries from '../posts/queries.ts'
import * as removal from '../posts/removal.ts'
import { Reason } from '../posts/schema.ts'
import { setWiki } from '../posts/wiki.ts'
import { EMPTY_FORM, type FormState, type PageAnswer, type PageRoutes } from '../site/routes.ts'
import { threadPath } from '../threads/ledger.tsx'
import * as threads from '../threads/queries.ts'
import * as threadRemoval from '../threads/removal.ts'
import { postPath } from './post-path.ts'
import { DeletedPage, DeletePostPage } from './removal-views.tsx'

const DeleteForm = Type.Object({ reason: Type.Optional(Reason) }, { additionalProperties: false })

export function removalPages(routes: PageRoutes): void {
  const ask = async (ctx: Ctx, id: number, form: FormState): Promise<PageAnswer> => {
    const post = await queries.getInThread(ctx, id)
    if (post.number === 1) authorize(ctx, 'thread.delete', post.thread)
    else authorize(ctx, 'post.delete', post)
    const own = ctx.actor.id === post.authorId
    const days = ctx.setting('posts.restoreDays')
    return { view: page => <DeletePostPage page={page} form={form} post={post} own={own} days={days} /> }
  }

  routes.get('/posts/:id/delete', { params: IdParams, budget: 4 }, async (ctx, { params }) =>
    ask(ctx, params.id, EMPTY_FORM),
  )

  routes.post(
    '/posts/:id/delete',
    { params: IdParams, body: DeleteForm, budget: 18, form: (ctx, { params }, form) => ask(ctx, params.id, form) },
    async (ctx, { params, body }) => {
      const { number, threadId } = await queries.get(ctx, params.id)
      await removal.remove(ctx, { ...params, ...body })
      const path = threadPath(await threads.head(ctx, threadId), number)
      return { redirect: `${path}?deleted=${params.id}#post-${params.id}` }
    },
  )

  routes.post('/posts/:id/restore', { params: IdParams, budget: 16 }, async (ctx, { params }) => {
    const { id } = await removal.restore(ctx, params)
    return backTo(ctx, id)
  })

  routes.post('/posts/:id/wiki', { params: IdParams, budget: 14 }, async (ctx, { params: { id } }) => {
    await setWiki(ctx, { id, wiki: true })
    return backTo(ctx, id)
  })

  routes.post('/posts/:id/wiki/delete', { params: IdParams, budget: 14 }, async (ctx, { params: { id } }) => {
    await setWiki(ctx, { id, wiki: false })
    return backTo(ctx, id)
  })

  const threadForm = async (ctx: Ctx, threadId: number, form: FormState): Promise<PageAnswer> => {
    await threads.head(ctx, threadId)
    const [opening] = await queries.page(ctx, { threadId, from: 1 })
    if (!opening) throw new Error(`thread ${threadId} has no opening post`)
    return ask(ctx, opening.id, form)
  }

  routes.post(
    '/threads/:id/delete',
    {
      params: IdParams,
      body: DeleteForm,
      budget: 16,
      form: (ctx, { params }, form) => threadForm(ctx, params.id, form),
    },
    async (ctx, { params, body }) => {
      await threadRemoval.remove(ctx, { ...params, ...body })
      // Whoever may delete it still sees that it was there.
      return { redirect: threadPath(await threads.head(ctx, params.id)) }
    },
  )

  routes.post('/threads/:id/restore', { params: IdParams, budget: 14 }, async (ctx, { params }) => {
    const { id } = await threadRemoval.restore(ctx, params)
    return { redirect: threadPath(await threads.head(ctx, id)) }
  })

  routes.get('/posts/deleted', { budget: 3 }, async ctx => {
    const mine = await ownThreads(ctx)
    const replies = await ownReplies(ctx)
    return { view: page => <DeletedPage page={page} threads={mine} replies={replies} /> }
  })
}

async function backTo(ctx: Ctx, id: number): Promise<PageAnswer> {
  const { number, threadId } = await queries.get(ctx, id)
  return { redirect: postPath(await threads.head(ctx, threadId), { id, number }) }
}
