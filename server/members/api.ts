import type { Ctx } from '../core/context.ts'
import type { ApiRoutes } from '../core/http/api.ts'
import { avatarUrl, ListQuery, listOf } from '../core/http/schemas.ts'
import * as queries from './queries.ts'
import { MemberInput, MemberJson, NameParams } from './schema.ts'
import * as service from './service.ts'

export function api(routes: ApiRoutes): void {
  const tag = 'Members'

  routes.get(
    '/members',
    {
      tag,
      summary: 'List the members in the order in which they joined',
      query: ListQuery,
      response: listOf(MemberJson),
      budget: 2,
    },
    async (ctx, { query }) => {
      const page = await queries.list(ctx, { cursor: query.cursor, limit: query.limit ?? 30 })
      return { ...page, items: page.items.map(row => memberJson(ctx, row)) }
    },
  )

  routes.post(
    '/members',
    {
      tag,
      summary: 'Make an account for somebody',
      body: MemberInput,
      response: MemberJson,
      status: 201,
      budget: 60,
      replay: read,
    },
    async (ctx, { body }) => read(ctx, (await service.create(ctx, body)).id),
  )

  routes.get(
    '/members/:name',
    { tag, summary: 'Read a member', params: NameParams, response: MemberJson, budget: 2 },
    async (ctx, { params }) => memberJson(ctx, await queries.get(ctx, params.name)),
  )
}

const read = async (ctx: Ctx, id: number) => memberJson(ctx, await queries.getById(ctx, id))

/** A member as JSON. */
export function memberJson(ctx: Ctx, row: queries.MemberRow) {
  const { id, name, displayName, avatar, about, trustLevel, postCount, createdAt, email, verified, groups } = row
  return {
    id: String(id),
    name,
    displayName,
    avatarUrl: avatarUrl(avatar),
    about,
    trustLevel,
    postCount,
    createdAt: createdAt.toISOString(),
    url: new URL(`/m/${encodeURIComponent(name)}`, ctx.host.env.publicUrl).href,
    ...(email !== null && { email }),
    ...(verified !== null && { verified }),
    ...(groups !== null && { groups }),
  }
}
