import { Type } from 'typebox'
import * as categories from '../categories/queries.ts'
import type { Ctx } from '../core/context.ts'
import { Invalid } from '../core/errors.ts'
import type { ApiRoutes } from '../core/http/api.ts'
import { etagOf, IdParams, ListQuery, listOf, Nothing, personJson } from '../core/http/schemas.ts'
import * as tags from '../tags/queries.ts'
import { TagParams } from '../tags/schema.ts'
import { type Listing, listing, rowsOf } from './listing.ts'
import * as queries from './queries.ts'
import { remove, restore } from './removal.ts'
import { ThreadJson } from './schema.ts'

const ThreadsQuery = Type.Object(
  {
    ...ListQuery.properties,
    muted: Type.Optional(Type.Boolean({ description: 'false leaves out what you have muted, as pages do' })),
    kind: Type.Optional(Type.String({ maxLength: 40, description: 'Only threads of this kind' })),
    status: Type.Optional(
      Type.String({ maxLength: 40, description: 'Only those in this state; only together with a kind' }),
    ),
  },
  { additionalProperties: false },
)

export function api(routes: ApiRoutes): void {
  const tag = 'Threads'

  routes.get(
    '/threads',
    {
      tag,
      id: 'listThreads',
      summary: 'List the threads in sight, latest activity first',
      query: ThreadsQuery,
      response: listOf(ThreadJson),
      budget: 2,
    },
    async (ctx, { query }) => {
      const { muted = true, kind, status, cursor, limit = 30 } = query
      if (status !== undefined && kind === undefined) throw new Invalid({ kind: { key: 'invalid.required' } })
      const page = await queries.list(ctx, { unmuted: !muted, kind, status, cursor, limit })
      return { ...page, items: page.items.map(row => threadJson(ctx, row)) }
    },
  )

  routes.get(
    '/threads/unanswered',
    {
      tag,
      id: 'listUnansweredThreads',
      summary: 'List the threads without a reply, and those of kinds that wait for an answer, latest activity first',
      query: ListQuery,
      response: listOf(ThreadJson),
      budget: 3,
    },
    async (ctx, { query: { cursor, limit = 30 } }) =>
      listJson(ctx, await listing(ctx, { unanswered: true, cursor, limit })),
  )

  routes.get(
    '/categories/:id/threads',
    {
      tag,
      id: 'listCategoryThreads',
      summary: 'List the threads of a category, latest activity first',
      params: IdParams,
      query: ListQuery,
      response: listOf(ThreadJson),
      budget: 2,
    },
    async (ctx, { params, query }) => {
      const { id } = categories.get(ctx, params.id)
      const page = await queries.list(ctx, { categoryId: id, cursor: query.cursor, limit: query.limit ?? 30 })
      return { ...page, items: page.items.map(row => threadJson(ctx, row)) }
    },
  )

  routes.get(
    '/tags/:slug/threads',
    {
      tag,
      id: 'listTagThreads',
      summary: 'List the threads with a tag, latest activity first',
      params: TagParams,
      query: ListQuery,
      response: listOf(ThreadJson),
      budget: 3,
    },
    async (ctx, { params, query }) => {
      const tag = await tags.find(ctx, params.slug)
      const page = await queries.list(ctx, { tag, cursor: query.cursor, limit: query.limit ?? 30 })
      return { ...page, items: page.items.map(row => threadJson(ctx, row)) }
    },
  )

  routes.get(
    '/threads/:id',
    { tag, id: 'getThread', summary: 'Read a thread', params: IdParams, response: ThreadJson, budget: 2 },
    async (ctx, { params, reply }) => {
      const row = await queries.get(ctx, params.id)
      reply.header('etag', etagOf(row.version))
      return threadJson(ctx, row)
    },
  )

  routes.delete(
    '/threads/:id',
    {
      tag,
      id: 'deleteThread',
      summary: 'Delete a thread',
      params: IdParams,
      query: Type.Object({ reason: Type.Optional(Type.String({ maxLength: 200 })) }, { additionalProperties: false }),
      response: Nothing,
      status: 204,
      budget: 9,
    },
    async (ctx, { params, query }) => remove(ctx, { ...params, ...query }),
  )

  routes.post(
    '/threads/:id/restore',
    {
      tag,
      id: 'restoreThread',
      summary: 'Put a deleted thread back',
      params: IdParams,
      response: ThreadJson,
      budget: 11,
      replay: readThread,
    },
    async (ctx, { params }) => readThread(ctx, (await restore(ctx, params)).id),
  )
}

const readThread = async (ctx: Ctx, id: number) => threadJson(ctx, await queries.get(ctx, id))

/** A page's list as JSON. It pages on only, as all lists of the API do. One query. */
export async function listJson(ctx: Ctx, { items, nextCursor }: Listing) {
  const unread = new Map(items.map(item => [item.id, item.unread]))
  const rows = await rowsOf(ctx, items)
  return { items: rows.map(row => threadJson(ctx, { ...row, unread: unread.get(row.id) ?? null })), nextCursor }
}

/** A thread as JSON. */
export function threadJson(ctx: Ctx, row: queries.ThreadRow) {
  const { id, title, slug, kind, categoryId, author, lastPoster, replyCount, lastNumber, pinned, locked, version } = row
  return {
    id: String(id),
    title,
    slug,
    kind,
    status: row.status,
    fields: row.fields,
    categoryId: String(categoryId),
    author: personJson(author),
    lastPoster: lastPoster && personJson(lastPoster),
    replyCount,
    lastNumber,
    viewCount: row.viewCount,
    createdAt: row.createdAt.toISOString(),
    activityAt: row.bumpedAt.toISOString(),
    pinned,
    locked,
    tags: row.tags,
    version,
    unread: row.unread && { count: row.unread.count, firstNumber: row.unread.number },
    url: new URL(`/t/${id}/${slug || '-'}`, ctx.host.env.publicUrl).href,
  }
}
