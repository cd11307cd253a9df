import { Type } from 'typebox'
import type { ApiRoutes } from '../core/http/api.ts'
import { Nothing } from '../core/http/schemas.ts'
import * as members from '../members/queries.ts'
import { NameParams, NameText } from '../members/schema.ts'
import * as service from './service.ts'

const MergeInput = Type.Object(
  { into: Type.Unsafe<string>({ ...NameText, description: 'Name of the account that stays' }) },
  { additionalProperties: false },
)

export function api(routes: ApiRoutes): void {
  routes.post(
    '/members/:name/merges',
    {
      tag: 'Members',
      id: 'mergeMember',
      summary: 'Make all that an account has another’s, in the background; as an administrator. It cannot be undone',
      params: NameParams,
      body: MergeInput,
      response: Nothing,
      status: 204,
      budget: 16,
    },
    async (ctx, { params, body }) => {
      const { id: memberId } = await members.get(ctx, params.name)
      const { id: intoId } = await members.get(ctx, body.into)
      await service.merge(ctx, { memberId, intoId })
    },
  )
}
