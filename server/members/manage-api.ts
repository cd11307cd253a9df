/** What those who keep the members do, for programs. */
import type { Ctx } from '../core/context.ts'
import type { ApiRoutes } from '../core/http/api.ts'
import { Nothing } from '../core/http/schemas.ts'
import { memberJson } from './api.ts'
import * as manage from './manage.ts'
import * as queries from './queries.ts'
import { MemberChange, MemberJson, NameParams } from './schema.ts'

export function manageApi(routes: ApiRoutes): void {
  const tag = 'Members'

  routes.patch(
    '/members/:name',
    {
      tag,
      id: 'updateMember',
      summary: 'Change a member’s name or address, as an administrator',
      params: NameParams,
      body: MemberChange,
      response: MemberJson,
      budget: 20,
    },
    async (ctx, { params, body }) => {
      const id = await idOf(ctx, params.name)
      await manage.change(ctx, { id, ...body })
      return memberJson(ctx, await queries.getById(ctx, id))
    },
  )

  routes.delete(
    '/members/:name/sessions',
    {
      tag,
      id: 'signOutMember',
      summary: 'End all sessions and tokens of a member, as an administrator',
      params: NameParams,
      response: Nothing,
      status: 204,
      budget: 12,
    },
    async (ctx, { params }) => manage.signOutEverywhere(ctx, { id: await idOf(ctx, params.name) }),
  )
}

/** @throws NotFound */
const idOf = async (ctx: Ctx, name: string): Promise<number> => (await queries.get(ctx, name)).id
