import type { Ctx } from '../core/context.ts'
import type { ApiRoutes } from '../core/http/api.ts'
import { IdParams, listOf, personJson } from '../core/http/schemas.ts'
import * as posts from '../posts/queries.ts'
import * as queries from './queries.ts'
import { ReactionJson, ReactionParams, ReactionSummaryJson, ReactionsQuery } from './schema.ts'
import * as service from './service.ts'

export function api(routes: ApiRoutes): void {
  const tag = 'Reactions'

  routes.get(
    '/posts/:id/reactions',
    {
      tag,
      id: 'listReactions',
      summary: 'List who reacted to a post, the newest first',
      params: IdParams,
      query: ReactionsQuery,
      response: listOf(ReactionJson),
      budget: 3,
    },
    async (ctx, { params, query }) => {
      await posts.get(ctx, params.id)
      const { cursor, key, limit = 30 } = query
      const page = await queries.list(ctx, { postId: params.id, key, cursor, limit })
      return { ...page, items: page.items.map(reactionJson) }
    },
  )

  routes.put(
    '/posts/:id/reactions/:key',
    {
      tag,
      id: 'addReaction',
      summary: 'React to a post',
      params: ReactionParams,
      response: ReactionSummaryJson,
      budget: 10,
    },
    async (ctx, { params }) => {
      await service.add(ctx, { postId: params.id, key: params.key })
      return summary(ctx, params.id)
    },
  )

  routes.delete(
    '/posts/:id/reactions/:key',
    {
      tag,
      id: 'removeReaction',
      summary: 'Take a reaction back',
      params: ReactionParams,
      response: ReactionSummaryJson,
      budget: 10,
    },
    async (ctx, { params }) => {
      await service.remove(ctx, { postId: params.id, key: params.key })
      return summary(ctx, params.id)
    },
  )
}

async function summary(ctx: Ctx, id: number) {
  const { reactions } = await posts.get(ctx, id)
  return { postId: String(id), reactions }
}

const reactionJson = ({ key, member, at }: queries.ReactionRow) => ({
  key,
  member: personJson(member),
  at: at.toISOString(),
})
