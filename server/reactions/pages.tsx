import type { Ctx } from '../core/context.ts'
import { IdParams } from '../core/http/schemas.ts'
import * as posts from '../posts/queries.ts'
import type { PageRoutes } from '../site/routes.ts'
import { threadPath } from '../threads/ledger.tsx'
import { head } from '../threads/queries.ts'
import { shownKeys } from './kinds.ts'
import * as queries from './queries.ts'
import { ReactionInput, ReactionParams, ReactionsQuery, UndoInput } from './schema.ts'
import * as service from './service.ts'
import { ReactionsPage } from './views.tsx'

const PER_PAGE = 50

export function pages(routes: PageRoutes): void {
  routes.get(
    '/posts/:id/reactions',
    { params: IdParams, query: ReactionsQuery, budget: 4 },
    async (ctx, { params, query }) => {
      const post = await posts.get(ctx, params.id)
      const thread = await head(ctx, post.threadId)
      const { cursor, key } = query
      const people = await queries.list(ctx, { postId: post.id, key, cursor, limit: PER_PAGE })
      return {
        view: page => (
          <ReactionsPage
            page={page}
            thread={thread}
            post={post}
            keys={shownKeys(ctx)}
            chosen={key}
            firstPage={cursor === undefined}
            {...people}
          />
        ),
      }
    },
  )

  routes.post(
    '/posts/:id/reactions',
    { params: IdParams, body: ReactionInput, budget: 11 },
    async (ctx, { params, body }) => {
      await service.add(ctx, { postId: params.id, key: body.key })
      return backTo(ctx, params.id)
    },
  )

  routes.post(
    '/posts/:id/reactions/:key/delete',
    { params: ReactionParams, body: UndoInput, budget: 11 },
    async (ctx, { params }) => {
      await service.remove(ctx, { postId: params.id, key: params.key })
      return backTo(ctx, params.id)
    },
  )
}

/** To the post, as it stands in its thread. */
async function backTo(ctx: Ctx, postId: number) {
  const { id, number, threadId } = await posts.get(ctx, postId)
  return { redirect: `${threadPath(await head(ctx, threadId), number)}#post-${id}` }
}
