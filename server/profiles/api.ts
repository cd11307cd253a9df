import { Type } from 'typebox'
import type { Ctx } from '../core/context.ts'
import type { ApiRoutes } from '../core/http/api.ts'
import { Id, ListQuery, listOf, Timestamp } from '../core/http/schemas.ts'
import * as members from '../members/queries.ts'
import { NameParams } from '../members/schema.ts'
import { threadJson } from '../threads/api.ts'
import { ThreadJson } from '../threads/schema.ts'
import * as queries from './queries.ts'

const WrittenPostJson = Type.Object(
  {
    id: Id,
    number: Type.Integer({ minimum: 1 }),
    excerpt: Type.String({ description: 'The beginning of the text without its marks' }),
    createdAt: Timestamp,
    thread: Type.Object({ id: Id, title: Type.String(), slug: Type.String(), categoryId: Id }),
    url: Type.String(),
  },
  { $id: 'WrittenPost' },
)

export function api(routes: ApiRoutes): void {
  const tag = 'Members'

  routes.get(
    '/members/:name/posts',
    {
      tag,
      id: 'listMemberPosts',
      summary: 'List what a member wrote, newest first: of that, what you could read where it stands',
      params: NameParams,
      query: ListQuery,
      response: listOf(WrittenPostJson),
      budget: 3,
    },
    async (ctx, { params, query: { cursor, limit = 30 } }) => {
      const member = await members.get(ctx, params.name)
      const page = await queries.written(ctx, member, { cursor, limit })
      return { ...page, items: page.items.map(row => writtenJson(ctx, row)) }
    },
  )

  routes.get(
    '/members/:name/threads',
    {
      tag,
      id: 'listMemberThreads',
      summary: 'List the threads that a member began, latest activity first',
      params: NameParams,
      query: ListQuery,
      response: listOf(ThreadJson),
      budget: 4,
    },
    async (ctx, { params, query: { cursor, limit = 30 } }) => {
      const member = await members.get(ctx, params.name)
      const page = await queries.begun(ctx, member, { cursor, limit })
      return { ...page, items: page.items.map(row => threadJson(ctx, row)) }
    },
  )
}

function writtenJson(ctx: Ctx, { id, number, excerpt, createdAt, thread }: queries.WrittenRow) {
  return {
    id: String(id),
    number,
    excerpt,
    createdAt: createdAt.toISOString(),
    thread: { ...thread, id: String(thread.id), categoryId: String(thread.categoryId) },
    url: new URL(`/t/${thread.id}/-/${number}`, ctx.host.env.publicUrl).href,
  }
}
