import type { Ctx } from '../core/context.ts'
import type { ApiRoutes } from '../core/http/api.ts'
import { IdParams, listOf, Nothing } from '../core/http/schemas.ts'
import { NewTokenJson, TokenInput, TokenJson } from './schema.ts'
import * as service from './service.ts'

export function api(routes: ApiRoutes): void {
  const tag = 'Tokens'

  routes.get(
    '/tokens',
    {
      tag,
      id: 'listTokens',
      summary: 'List your own API tokens, newest first',
      response: listOf(TokenJson),
      budget: 2,
    },
    async ctx => ({ items: (await service.list(ctx)).map(tokenJson), nextCursor: null }),
  )

  routes.post(
    '/tokens',
    {
      tag,
      id: 'createToken',
      summary: 'Make an API token; its secret is in this answer only',
      body: TokenInput,
      response: NewTokenJson,
      status: 201,
      budget: 14,
      replay: (ctx, id) => read(ctx, id),
    },
    async (ctx, { body: { expiresAt, ...rest } }) => {
      const { id, token } = await service.create(ctx, { ...rest, expiresAt: expiresAt ? new Date(expiresAt) : null })
      return { ...(await read(ctx, id)), token }
    },
  )

  routes.delete(
    '/tokens/:id',
    {
      tag,
      id: 'deleteToken',
      summary: 'Revoke one of your own API tokens',
      params: IdParams,
      response: Nothing,
      status: 204,
      budget: 8,
    },
    async (ctx, { params }) => service.revoke(ctx, params),
  )
}

const read = async (ctx: Ctx, id: number) => tokenJson(await service.get(ctx, id))

const tokenJson = ({ id, name, scopes, createdAt, expiresAt, lastUsedAt }: service.Token) => ({
  id: String(id),
  name,
  scopes,
  createdAt: createdAt.toISOString(),
  expiresAt: expiresAt?.toISOString() ?? null,
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
})
