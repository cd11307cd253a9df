import { Type } from 'typebox'
import { NotSignedIn } from '../core/errors.ts'
import type { ApiRoutes } from '../core/http/api.ts'
import { Id, IdParams, ListQuery, listOf, Nothing, Timestamp } from '../core/http/schemas.ts'
import { threadJson } from './api.ts'
import * as queries from './queries.ts'
import * as reading from './reading.ts'
import { ThreadJson } from './schema.ts'

const NumberInput = Type.Object({ number: Type.Integer({ minimum: 1, maximum: 1e9 }) }, { additionalProperties: false })

export function readingApi(routes: ApiRoutes): void {
  const tag = 'Reading'

  routes.get(
    '/unread',
    {
      tag,
      id: 'listUnread',
      summary: 'List the threads in which something is unread, latest activity first',
      query: ListQuery,
      response: listOf(ThreadJson),
      budget: 2,
    },
    async (ctx, { query }) => {
      if (ctx.actor.id === null) throw new NotSignedIn()
      const page = await queries.list(ctx, { unread: true, cursor: query.cursor, limit: query.limit ?? 30 })
      return { ...page, items: page.items.map(row => threadJson(ctx, row)) }
    },
  )

  routes.post(
    '/read',
    {
      tag,
      id: 'markAllRead',
      summary: 'Mark everything as read, or one category with those within it',
      body: Type.Object(
        {
          categoryId: Type.Optional(Id),
          before: Type.Optional(
            Type.String({ ...Timestamp, description: 'Only what was written by then: what came later stays unread' }),
          ),
        },
        { additionalProperties: false },
      ),
      response: Nothing,
      status: 204,
      budget: 2,
    },
    async (ctx, { body }) =>
      reading.markAllRead(ctx, {
        categoryId: body.categoryId === undefined ? undefined : Number(body.categoryId),
        before: body.before === undefined ? undefined : new Date(body.before),
      }),
  )

  routes.put(
    '/threads/:id/read',
    {
      tag,
      id: 'markThreadRead',
      summary: 'Say that a thread was read up to a number; a smaller one than before changes nothing',
      params: IdParams,
      body: NumberInput,
      response: Nothing,
      status: 204,
      budget: 1,
      first: reading.markFirst,
    },
    async (ctx, { params, body, identity }) => reading.markRead(ctx, { ...params, ...body }, identity),
  )

  routes.put(
    '/threads/:id/unread',
    {
      tag,
      id: 'markThreadUnread',
      summary: 'Call a thread unread from a number on',
      params: IdParams,
      body: NumberInput,
      response: Nothing,
      status: 204,
      budget: 3,
    },
    async (ctx, { params, body }) => reading.markUnread(ctx, { ...params, ...body }),
  )
}
