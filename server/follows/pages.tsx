import { Type } from 'typebox'
import type { Ctx } from '../core/context.ts'
import { IdParams } from '../core/http/schemas.ts'
import type { PageAnswer, PageRoutes } from '../site/routes.ts'
import { TagParams } from '../tags/schema.ts'
import { placeOf } from './paths.ts'
import * as queries from './queries.ts'
import { Level, LevelForm } from './schema.ts'
import * as service from './service.ts'
import { FollowsPage, listOf } from './settings-view.tsx'

const PER_PAGE = 30

export function pages(routes: PageRoutes): void {
  routes.get(
    '/settings/follows',
    {
      query: Type.Object({
        level: Type.Optional(Level),
        cursor: Type.Optional(Type.String({ maxLength: 200 })),
      }),
      budget: 3,
    },
    async (ctx, { query }) => {
      const { level = 'follow', cursor } = query
      const { items, nextCursor } = await queries.list(ctx, { level, cursor, limit: PER_PAGE })
      const firstPage = cursor === undefined
      return {
        view: page => (
          <FollowsPage page={page} level={level} rows={items} nextCursor={nextCursor} firstPage={firstPage} />
        ),
      }
    },
  )

  routes.post('/threads/:id/follow', { params: IdParams, body: LevelForm, budget: 4 }, async (ctx, { params, body }) =>
    say(ctx, { kind: 'thread', id: params.id }, body),
  )
  routes.post(
    '/categories/:id/follow',
    { params: IdParams, body: LevelForm, budget: 4 },
    async (ctx, { params, body }) => say(ctx, { kind: 'category', id: params.id }, body),
  )
  routes.post('/tags/:slug/follow', { params: TagParams, body: LevelForm, budget: 4 }, async (ctx, { params, body }) =>
    say(ctx, { kind: 'tag', slug: params.slug }, body),
  )
}

/** Back to where the form stands. */
async function say(
  ctx: Ctx,
  target: service.Target,
  { level, from }: { readonly level: Level | 'usual'; readonly from?: Level },
): Promise<PageAnswer> {
  const thing = await service.set(ctx, target, level === 'usual' ? null : level)
  return { redirect: from ? listOf(from) : placeOf(thing) }
}
