import { Type } from 'typebox'
import type { Ctx } from '../core/context.ts'
import type { ApiRoutes } from '../core/http/api.ts'
import { IdParams, ListQuery, listOf, Nothing } from '../core/http/schemas.ts'
import { TagParams } from '../tags/schema.ts'
import { placeOf } from './paths.ts'
import * as queries from './queries.ts'
import { FollowJson, KINDS, Level, LevelInput } from './schema.ts'
import * as service from './service.ts'

export function api(routes: ApiRoutes): void {
  const tag = 'Follows'

  routes.get(
    '/follows',
    {
      tag,
      id: 'listFollows',
      summary: 'List what you follow and mute, newest first',
      query: Type.Object(
        {
          ...ListQuery.properties,
          kind: Type.Optional(Type.Union(KINDS.map(kind => Type.Literal(kind)))),
          level: Type.Optional(Level),
        },
        { additionalProperties: false },
      ),
      response: listOf(FollowJson),
      budget: 3,
    },
    async (ctx, { query }) => {
      const page = await queries.list(ctx, { ...query, limit: query.limit ?? 30 })
      return { ...page, items: page.items.map(row => followJson(ctx, row)) }
    },
  )

  const put = { tag, body: LevelInput, response: Nothing, status: 204, budget: 4 } as const
  const remove = { tag, response: Nothing, status: 204, budget: 4 } as const

  routes.put(
    '/threads/:id/follow',
    { ...put, id: 'followThread', summary: 'Follow or mute a thread', params: IdParams },
    async (ctx, { params, body }) => void (await service.set(ctx, { kind: 'thread', ...params }, body.level)),
  )
  routes.delete(
    '/threads/:id/follow',
    { ...remove, id: 'unfollowThread', summary: 'Neither follow nor mute a thread', params: IdParams },
    async (ctx, { params }) => void (await service.set(ctx, { kind: 'thread', ...params }, null)),
  )
  routes.put(
    '/categories/:id/follow',
    { ...put, id: 'followCategory', summary: 'Follow or mute a category, with those within it', params: IdParams },
    async (ctx, { params, body }) => void (await service.set(ctx, { kind: 'category', ...params }, body.level)),
  )
  routes.delete(
    '/categories/:id/follow',
    {
      ...remove,
      id: 'unfollowCategory',
      summary: 'Neither follow nor mute a category: what holds it counts again',
      params: IdParams,
    },
    async (ctx, { params }) => void (await service.set(ctx, { kind: 'category', ...params }, null)),
  )
  routes.put(
    '/tags/:slug/follow',
    { ...put, id: 'followTag', summary: 'Follow or mute a tag', params: TagParams },
    async (ctx, { params, body }) => void (await service.set(ctx, { kind: 'tag', ...params }, body.level)),
  )
  routes.delete(
    '/tags/:slug/follow',
    { ...remove, id: 'unfollowTag', summary: 'Neither follow nor mute a tag', params: TagParams },
    async (ctx, { params }) => void (await service.set(ctx, { kind: 'tag', ...params }, null)),
  )
}

const followJson = (ctx: Ctx, row: queries.FollowRow) => ({
  kind: row.kind,
  id: String(row.id),
  name: row.name,
  level: row.level,
  createdAt: row.createdAt.toISOString(),
  url: new URL(placeOf(row), ctx.host.env.publicUrl).href,
})
