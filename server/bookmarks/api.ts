import type { Ctx } from '../core/context.ts'
import type { ApiRoutes } from '../core/http/api.ts'
import { IdParams, listOf, Nothing, personJson } from '../core/http/schemas.ts'
import * as queries from './queries.ts'
import { checked } from './reminder.ts'
import { BookmarkInput, BookmarkJson, BookmarksQuery } from './schema.ts'
import * as service from './service.ts'

export function api(routes: ApiRoutes): void {
  const tag = 'Bookmarks'

  routes.get(
    '/bookmarks',
    {
      tag,
      id: 'listBookmarks',
      summary: 'List one’s own bookmarks',
      query: BookmarksQuery,
      response: listOf(BookmarkJson),
      budget: 2,
    },
    async (ctx, { query: { by = 'date', cursor, limit = 30 } }) => {
      const page = await queries.list(ctx, { by, cursor, limit })
      return { ...page, items: page.items.map(row => bookmarkJson(ctx, row)) }
    },
  )

  routes.get(
    '/posts/:id/bookmark',
    {
      tag,
      id: 'getBookmark',
      summary: 'Read one’s own bookmark of a post',
      params: IdParams,
      response: BookmarkJson,
      budget: 2,
    },
    async (ctx, { params }) => bookmarkJson(ctx, await queries.get(ctx, params.id)),
  )

  routes.put(
    '/posts/:id/bookmark',
    {
      tag,
      id: 'setBookmark',
      summary: 'Keep a post, with a note and a reminder if they are given',
      params: IdParams,
      body: BookmarkInput,
      response: BookmarkJson,
      budget: 7,
    },
    async (ctx, { params, body: { note = '', remindAt = null } }) => {
      const at = remindAt === null ? null : checked(ctx, 'remindAt', new Date(remindAt))
      await service.save(ctx, { postId: params.id, note, remindAt: at })
      return bookmarkJson(ctx, await queries.get(ctx, params.id))
    },
  )

  routes.delete(
    '/posts/:id/bookmark',
    {
      tag,
      id: 'deleteBookmark',
      summary: 'Let go of a bookmark',
      params: IdParams,
      response: Nothing,
      status: 204,
      budget: 5,
    },
    async (ctx, { params }) => service.remove(ctx, { postId: params.id }),
  )
}

const bookmarkJson = (ctx: Ctx, { postId, note, remindAt, createdAt, post }: queries.BookmarkRow) => ({
  postId: String(postId),
  note,
  remindAt: remindAt?.toISOString() ?? null,
  createdAt: createdAt.toISOString(),
  post: post && {
    id: String(post.id),
    threadId: String(post.thread.id),
    number: post.number,
    threadTitle: post.thread.title,
    author: personJson(post.author),
    excerpt: post.excerpt,
    url: new URL(`/t/${post.thread.id}/-/${post.number}`, ctx.host.env.publicUrl).href,
  },
})
