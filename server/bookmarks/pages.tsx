import { Type } from 'typebox'
import type { Ctx } from '../core/context.ts'
import { IdParams } from '../core/http/schemas.ts'
import * as posts from '../posts/queries.ts'
import { EMPTY_FORM, type FormState, type PageAnswer, type PageRoutes } from '../site/routes.ts'
import { threadPath } from '../threads/ledger.tsx'
import { head } from '../threads/queries.ts'
import * as queries from './queries.ts'
import { wishedFor } from './reminder.ts'
import { Back, BookmarkForm, BookmarksQuery } from './schema.ts'
import * as service from './service.ts'
import { BookmarkPage, BookmarksPage } from './views.tsx'

const PER_PAGE = 30
const PageQuery = Type.Object({
  ...BookmarksQuery.properties,
  notice: Type.Optional(Type.Enum(['saved', 'removed'])),
})

export function pages(routes: PageRoutes): void {
  routes.get('/bookmarks', { query: PageQuery, budget: 3 }, async (ctx, { query: { by = 'date', cursor, notice } }) => {
    const found = await queries.list(ctx, { by, cursor, limit: PER_PAGE })
    return {
      view: page => <BookmarksPage page={page} by={by} firstPage={cursor === undefined} notice={notice} {...found} />,
    }
  })

  routes.get('/posts/:id/bookmark', { params: IdParams, query: Back, budget: 2 }, (ctx, { params, query }) =>
    show(ctx, params.id, { back: query.back }),
  )

  routes.post(
    '/posts/:id/bookmark',
    {
      params: IdParams,
      body: BookmarkForm,
      budget: 8,
      form: (ctx, { params }, form) =>
        show(ctx, params.id, { back: form.values.back === 'list' ? 'list' : undefined, form }),
    },
    async (ctx, { params, body }) => {
      await service.save(ctx, { postId: params.id, note: body.note, remindAt: wishedFor(ctx, body) })
      return { redirect: body.back ? '/bookmarks?notice=saved' : await pathTo(ctx, params.id) }
    },
  )

  routes.post(
    '/posts/:id/bookmark/delete',
    { params: IdParams, body: Back, budget: 7 },
    async (ctx, { params, body }) => {
      await service.remove(ctx, { postId: params.id })
      return { redirect: body.back ? '/bookmarks?notice=removed' : await pathTo(ctx, params.id) }
    },
  )
}

type Shown = { readonly back: 'list' | undefined; readonly form?: FormState }

/** What a member noted with a post, or the form that keeps it. */
async function show(ctx: Ctx, postId: number, { back, form }: Shown): Promise<PageAnswer> {
  const { post, bookmark } = await queries.about(ctx, postId)
  const remindAt = bookmark?.remindAt ?? null
  const values = form?.values ?? { note: bookmark?.note ?? '', remind: remindAt ? 'keep' : 'none' }
  return {
    view: page => (
      <BookmarkPage
        page={page}
        form={{ ...EMPTY_FORM, ...form, values }}
        post={post}
        kept={bookmark !== null}
        remindAt={remindAt}
        back={back}
      />
    ),
  }
}

/** To the post, as it stands in its thread. */
async function pathTo(ctx: Ctx, postId: number): Promise<string> {
  const { id, number, threadId } = await posts.get(ctx, postId)
  return `${threadPath(await head(ctx, threadId), number)}#post-${id}`
}
