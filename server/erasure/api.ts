import type { ApiRoutes } from '../core/http/api.ts'
import * as members from '../members/queries.ts'
import { NameParams } from '../members/schema.ts'
import { ErasureJson, MemberErasure, OwnErasure } from './schema.ts'
import * as service from './service.ts'

export function api(routes: ApiRoutes): void {
  const tag = 'Members'

  routes.post(
    '/members/me/erasure',
    {
      tag,
      id: 'eraseMe',
      summary: 'Ask that your account be erased; signing in until then calls it off',
      body: OwnErasure,
      response: ErasureJson,
      status: 201,
      budget: 12,
    },
    async (ctx, { body }) => erasureJson(await service.askOwn(ctx, body)),
  )

  routes.post(
    '/members/:name/erasure',
    {
      tag,
      id: 'eraseMember',
      summary: 'Erase a member’s account, as an administrator; it cannot be undone',
      params: NameParams,
      body: MemberErasure,
      response: ErasureJson,
      status: 201,
      budget: 14,
    },
    async (ctx, { params, body }) => {
      const { id } = await members.get(ctx, params.name)
      return erasureJson(await service.askFor(ctx, { id, ...body }))
    },
  )
}

const erasureJson = ({ posts, dueAt }: service.Erasure) => ({ posts, dueAt: dueAt.toISOString() })
