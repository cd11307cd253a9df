/** What happens to posts and threads once they are written, for programs. */
import { Type } from 'typebox'
import type { Ctx, Host } from '../core/context.ts'
import { pageOf, readCursor } from '../core/cursor.ts'
import { Invalid } from '../core/errors.ts'
import type { ApiRoutes } from '../core/http/api.ts'
import { etagOf, Id, IdParams, ifMatch, ListQuery, listOf, Nothing, personJson } from '../core/http/schemas.ts'
import { Body, Title } from '../core/http/texts.ts'
import type { Kinds } from '../core/kinds.ts'
import { TagNames } from '../tags/schema.ts'
import { threadJson } from '../threads/api.ts'
import { kindInput, sentFields } from '../threads/kind-input.ts'
import * as threads from '../threads/queries.ts'
import { ThreadJson } from '../threads/schema.ts'
import { postJson } from './api.ts'
import { edit } from './edit.ts'
import { texts, versions } from './history.ts'
import * as queries from './queries.ts'
import { remove, restore } from './removal.ts'
import { PostJson, Reason, VersionJson } from './schema.ts'
import { editThread } from './thread-edit.ts'
import { setWiki } from './wiki.ts'

const EditInput = Type.Object(
  {
    body: Body,
    title: Type.Optional(Type.String({ ...Title, description: 'Of an opening post: the thread’s title' })),
    reason: Type.Optional(Reason),
  },
  { additionalProperties: false },
)

const threadEditInput = (kinds: Kinds) =>
  Type.Object(
    {
      title: Type.Optional(Title),
      categoryId: Type.Optional(Id),
      tags: Type.Optional(TagNames),
      reason: Type.Optional(Reason),
      ...kindInput(kinds),
    },
    { additionalProperties: false },
  )

const ReasonQuery = Type.Object({ reason: Type.Optional(Reason) }, { additionalProperties: false })

export function editApi(routes: ApiRoutes, { kinds }: Host): void {
  const tag = 'Posts'

  routes.patch(
    '/posts/:id',
    {
      tag,
      id: 'updatePost',
      summary: 'Edit a post',
      params: IdParams,
      body: EditInput,
      response: PostJson,
      budget: 22,
      versioned: true,
    },
    async (ctx, { params, body, headers, reply }) => {
      await edit(ctx, { ...params, ...body, version: ifMatch(headers['if-match']) })
      const row = await queries.get(ctx, params.id)
      reply.header('etag', etagOf(row.version))
      return postJson(ctx, row)
    },
  )

  routes.get(
    '/posts/:id/history',
    {
      tag,
      id: 'listPostVersions',
      summary: 'Read what a post said, newest version first',
      params: IdParams,
      query: ListQuery,
      response: listOf(VersionJson),
      budget: 5,
    },
    async (ctx, { params, query }) => {
      const post = await queries.getInThread(ctx, params.id)
      const { cursor, limit = 30 } = query
      const [below] = readCursor(cursor, 1) ?? []
      const page = pageOf(await versions(ctx, post, { below, limit: limit + 1 }), limit, one => [one.version])
      const told = await texts(
        ctx,
        post,
        page.items.map(one => one.version),
      )
      const byVersion = new Map(told.map(text => [text.version, text]))
      const items = page.items.map(({ version, editor, reason, at }) => ({
        version,
        body: byVersion.get(version)?.body,
        title: byVersion.get(version)?.title,
        editor: personJson(editor),
        reason,
        at: at.toISOString(),
      }))
      return { ...page, items }
    },
  )

  routes.delete(
    '/posts/:id',
    {
      tag,
      id: 'deletePost',
      summary: 'Delete a post',
      params: IdParams,
      query: ReasonQuery,
      response: Nothing,
      status: 204,
      budget: 12,
    },
    async (ctx, { params, query }) => remove(ctx, { ...params, ...query }),
  )

  routes.post(
    '/posts/:id/restore',
    {
      tag,
      id: 'restorePost',
      summary: 'Put a deleted post back',
      params: IdParams,
      response: PostJson,
      budget: 14,
      replay: readPost,
    },
    async (ctx, { params }) => readPost(ctx, (await restore(ctx, params)).id),
  )

  routes.put(
    '/posts/:id/wiki',
    {
      tag,
      id: 'makeWiki',
      summary: 'Let all who may reply edit a post',
      params: IdParams,
      response: Nothing,
      status: 204,
      budget: 9,
    },
    async (ctx, { params }) => setWiki(ctx, { ...params, wiki: true }),
  )

  routes.delete(
    '/posts/:id/wiki',
    {
      tag,
      id: 'endWiki',
      summary: 'Give a post back to its author',
      params: IdParams,
      response: Nothing,
      status: 204,
      budget: 9,
    },
    async (ctx, { params }) => setWiki(ctx, { ...params, wiki: false }),
  )

  routes.patch(
    '/threads/:id',
    {
      tag: 'Threads',
      id: 'updateThread',
      summary: 'Give a thread another title, another category, other tags or another kind',
      params: IdParams,
      body: threadEditInput(kinds),
      response: ThreadJson,
      budget: 28,
      versioned: true,
    },
    async (ctx, { params, body, headers, reply }) => {
      const { title, categoryId, tags, kind, reason } = body
      const fields = sentFields(kinds, body)
      const nothing = [title, categoryId, tags, kind].every(one => one === undefined) && isEmpty(fields)
      if (nothing) throw new Invalid({ title: { key: 'invalid.required' } })
      await editThread(ctx, {
        ...{ ...params, title, tags, kind, reason },
        ...(!isEmpty(fields) && { fields }),
        ...(categoryId && { categoryId: Number(categoryId) }),
        version: ifMatch(headers['if-match']),
      })
      const row = await threads.get(ctx, params.id)
      reply.header('etag', etagOf(row.version))
      return threadJson(ctx, row)
    },
  )
}

const isEmpty = (fields: object): boolean => Object.keys(fields).length === 0

const readPost = async (ctx: Ctx, id: number) => postJson(ctx, await queries.get(ctx, id))
