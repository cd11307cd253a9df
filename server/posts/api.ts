import { Type } from 'typebox'
import type { Ctx, Host } from '../core/context.ts'
import { Invalid } from '../core/errors.ts'
import type { ApiRoutes } from '../core/http/api.ts'
import { etagOf, Id, IdParams, personJson } from '../core/http/schemas.ts'
import { Body } from '../core/http/texts.ts'
import { threadJson } from '../threads/api.ts'
import { sentFields } from '../threads/kind-input.ts'
import * as threads from '../threads/queries.ts'
import { openThread } from './open.ts'
import { preview } from './preview.ts'
import * as queries from './queries.ts'
import { pageStart } from './ranges.ts'
import { PostJson, ThreadWithPostJson, threadInput } from './schema.ts'
import * as service from './service.ts'

const PostsQuery = Type.Object(
  {
    after: Type.Optional(Type.Integer({ minimum: 0, maximum: 1e9, description: 'Posts with a larger number' })),
    before: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1e9, description: 'Posts with a smaller number, the newest of them' }),
    ),
    around: Type.Optional(Type.Integer({ minimum: 1, maximum: 1e9, description: 'The page that holds this number' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
  },
  { additionalProperties: false },
)

const ReplyInput = Type.Object(
  { body: Body, replyTo: Type.Optional(Type.Union([Id, Type.Null()])) },
  { additionalProperties: false },
)

const PreviewJson = Type.Object({ html: Type.String({ description: 'Safe HTML' }) }, { $id: 'Preview' })

const PostsJson = Type.Object(
  { items: Type.Array(PostJson), hasBefore: Type.Boolean(), hasAfter: Type.Boolean() },
  { $id: 'Posts' },
)

export function api(routes: ApiRoutes, { kinds }: Host): void {
  const tag = 'Posts'

  routes.post(
    '/threads',
    {
      tag,
      id: 'createThread',
      summary: 'Open a thread with its first post',
      body: threadInput(kinds),
      response: ThreadWithPostJson,
      status: 201,
      budget: 18,
      replay: readWithPost,
    },
    async (ctx, { body }) => {
      const { categoryId, title, body: text, tags, kind } = body
      const fields = sentFields(kinds, body)
      const { id } = await openThread(ctx, { categoryId: Number(categoryId), title, body: text, tags, kind, fields })
      return readWithPost(ctx, id)
    },
  )

  routes.get(
    '/threads/:id/posts',
    {
      tag,
      id: 'listPosts',
      summary: 'Read posts of a thread in their order',
      params: IdParams,
      query: PostsQuery,
      response: PostsJson,
      budget: 3,
    },
    async (ctx, { params, query }) => {
      if ([query.after, query.before, query.around].filter(one => one !== undefined).length > 1) {
        throw new Invalid({ around: { key: 'post.error.oneDirection' } })
      }
      await threads.get(ctx, params.id)
      return readPosts(ctx, params.id, query)
    },
  )

  routes.post(
    '/threads/:id/posts',
    {
      tag,
      id: 'createPost',
      summary: 'Reply to a thread',
      params: IdParams,
      body: ReplyInput,
      response: PostJson,
      status: 201,
      budget: 12,
      replay: readPost,
    },
    async (ctx, { params, body }) => {
      const replyTo = body.replyTo ? Number(body.replyTo) : null
      return readPost(ctx, (await service.create(ctx, { threadId: params.id, body: body.body, replyTo })).id)
    },
  )

  routes.post(
    '/preview',
    {
      tag,
      id: 'previewText',
      summary: 'See how a text would look as a post; nothing is stored',
      body: Type.Object({ body: Body }, { additionalProperties: false }),
      response: PreviewJson,
      budget: 5,
    },
    async (ctx, { body }) => ({ html: await preview(ctx, body.body) }),
  )

  routes.get(
    '/posts/:id',
    { tag, id: 'getPost', summary: 'Read a post', params: IdParams, response: PostJson, budget: 2 },
    async (ctx, { params, reply }) => {
      const row = await queries.get(ctx, params.id)
      reply.header('etag', etagOf(row.version))
      return postJson(ctx, row)
    },
  )
}

const readPost = async (ctx: Ctx, id: number) => postJson(ctx, await queries.get(ctx, id))

async function readWithPost(ctx: Ctx, id: number) {
  const row = await threads.get(ctx, id)
  const [opening] = await queries.page(ctx, { threadId: id, from: 1 })
  if (!opening) throw new Error(`thread ${id} has no opening post`)
  return { ...threadJson(ctx, row), post: postJson(ctx, opening) }
}

type Range = { readonly after?: number; readonly before?: number; readonly around?: number; readonly limit?: number }

async function readPosts(ctx: Ctx, threadId: number, { after, before, around, limit = 20 }: Range) {
  const backwards = before !== undefined
  const from = around === undefined ? (after ?? 0) : pageStart(around) - 1
  const rows = await queries.around(ctx, backwards ? { threadId, before, limit } : { threadId, after: from, limit })
  const more = rows.length > limit
  const items = backwards ? rows.slice(more ? 1 : 0) : rows.slice(0, limit)
  return {
    items: items.filter(row => row.deletedAt === null).map(row => postJson(ctx, row)),
    hasBefore: backwards ? more : from > 0,
    hasAfter: backwards ? true : more,
  }
}

/** A post as JSON. */
export function postJson(ctx: Ctx, row: queries.PostRow) {
  const { id, threadId, number, author, replyTo, body, html, version, createdAt, editedAt, reactions } = row
  return {
    id: String(id),
    threadId: String(threadId),
    number,
    author: personJson(author),
    replyTo: replyTo && { id: String(replyTo.id), number: replyTo.number },
    body,
    html,
    wiki: row.wiki,
    version,
    createdAt: createdAt.toISOString(),
    editedAt: editedAt?.toISOString() ?? null,
    reactions,
    editor: row.editor && personJson(row.editor),
    editReason: row.editReason,
    url: new URL(`/t/${threadId}/-/${number}`, ctx.host.env.publicUrl).href,
  }
}
