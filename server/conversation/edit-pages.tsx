/** Changing and deleting what was written. */
import { Type } from 'typebox'
import { categoryTree } from '../categories/tree.ts'
import type { Ctx } from '../core/context.ts'
import { IdParams } from '../core/http/schemas.ts'
import { Title } from '../core/http/texts.ts'
import { authorize } from '../core/permissions.ts'
import { remove as forgetDraft } from '../drafts/service.ts'
import * as queries from '../posts/queries.ts'
import * as service from '../posts/service.ts'
import type { PageAnswer, PageRoutes } from '../site/routes.ts'
import { threadPath } from '../threads/ledger.tsx'
import * as threads from '../threads/queries.ts'
import * as threadService from '../threads/service.ts'
import { FRESH, openDraft, previewOrKeep, type Writing } from './drafting.ts'
import { composerFields, requireWords, unixLines } from './sending.ts'
import { DeletePostPage, EditPostPage } from './views.tsx'

const EditForm = Type.Object(
  { ...composerFields, title: Type.Optional(Title), version: Type.Integer({ minimum: 1 }) },
  { additionalProperties: false },
)

const draftOf = (id: number): string => `edit-${id}`

export function editPages(routes: PageRoutes): void {
  const show = async (ctx: Ctx, id: number, { form, composing }: Writing): Promise<PageAnswer> => {
    const { post, thread } = await owned(ctx, id)
    authorize(ctx, 'post.edit', { ...post, authorId: post.author.id, thread })
    const stored = { body: post.body, title: thread.title, version: String(post.version) }
    const maxLength = ctx.setting('posts.maxLength')
    return {
      view: page => (
        <EditPostPage
          page={page}
          thread={thread}
          post={post}
          form={{ ...form, values: { ...stored, ...form.values } }}
          composing={composing}
          maxLength={maxLength}
        />
      ),
    }
  }

  routes.get('/posts/:id/edit', { params: IdParams, budget: 5 }, async (ctx, { params: { id } }) =>
    show(ctx, id, await openDraft(ctx, draftOf(id))),
  )

  routes.post(
    '/posts/:id',
    {
      params: IdParams,
      body: EditForm,
      budget: 26,
      form: (ctx, { params }, form) => show(ctx, params.id, { form, composing: FRESH }),
    },
    async (ctx, { params: { id }, body: sent }) => {
      const body = unixLines(sent.body)
      const aside = await previewOrKeep(ctx, sent, {
        draft: draftOf(id),
        fields: { version: String(sent.version), ...(sent.title !== undefined && { title: sent.title }) },
        resumeAt: () => `/posts/${id}/edit`,
        again: writing => show(ctx, id, writing),
      })
      if (aside) return aside
      requireWords({ body })
      const also = (inner: Ctx) => forgetDraft(inner, { key: draftOf(id) })
      await service.edit({ ...ctx, also }, { id, body, version: sent.version })
      const { post, thread } = await owned(ctx, id)
      if (post.number === 1 && sent.title) await threadService.rename(ctx, { id: thread.id, title: sent.title })
      const after = await threads.head(ctx, thread.id)
      return { redirect: `${threadPath(after, post.number)}#post-${post.id}` }
    },
  )

  routes.get('/posts/:id/delete', { params: IdParams, budget: 4 }, async (ctx, { params }) => {
    const { post, thread } = await owned(ctx, params.id)
    if (post.number === 1) authorize(ctx, 'thread.delete', thread)
    else authorize(ctx, 'post.delete', { ...post, authorId: post.author.id, thread })
    return { view: page => <DeletePostPage page={page} thread={thread} post={post} /> }
  })

  routes.post('/posts/:id/delete', { params: IdParams, budget: 16 }, async (ctx, { params }) => {
    const { post, thread } = await owned(ctx, params.id)
    await service.remove(ctx, params)
    return { redirect: threadPath(thread, Math.max(1, post.number - 1)) }
  })

  routes.post('/threads/:id/delete', { params: IdParams, budget: 12 }, async (ctx, { params }) => {
    const { categoryId } = await threads.head(ctx, params.id)
    await threadService.remove(ctx, params)
    const category = ctx.read(categoryTree).get(categoryId)
    return { redirect: category ? `/c/${category.slug}` : '/' }
  })
}

async function owned(ctx: Ctx, id: number) {
  const post = await queries.get(ctx, id)
  return { post, thread: await threads.head(ctx, post.threadId) }
}
