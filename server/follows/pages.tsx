import { Type } from 'typebox'
import type { Ctx } from '../core/context.ts'
import { askingMemberId } from '../core/http/identity.ts'
import { IdParams } from '../core/http/schemas.ts'
import { usualFollow } from '../members/queries.ts'
import * as members from '../members/service.ts'
import { EMPTY_FORM, type FormState, type PageAnswer, type PageRoutes } from '../site/routes.ts'
import { TagParams } from '../tags/schema.ts'
import { placeOf } from './paths.ts'
import * as queries from './queries.ts'
import { AutoFollowForm, Level, LevelForm } from './schema.ts'
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
        notice: Type.Optional(Type.String({ maxLength: 40 })),
      }),
      budget: 3,
      first: { scalars: { autoFollow: queries.autoFollowSql(askingMemberId) }, values: () => ({}) },
    },
    async (ctx, { query, identity }) => {
      const values = { autoFollow: String(identity.first.autoFollow ?? usualFollow(ctx)) }
      return list(ctx, query, { ...EMPTY_FORM, values })
    },
  )

  routes.post(
    '/settings/follows',
    { body: AutoFollowForm, budget: 4, form: async (ctx, _request, form) => list(ctx, {}, form) },
    async (ctx, { body }) => {
      await members.updateFollowing(ctx, body)
      return { redirect: '/settings/follows?notice=saved' }
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

type Listed = { readonly level?: Level; readonly cursor?: string; readonly notice?: string }

/** What one has said, and the form for what one follows without saying so. */
async function list(ctx: Ctx, { level = 'follow', cursor, notice }: Listed, form: FormState): Promise<PageAnswer> {
  const rows = await queries.list(ctx, { level, cursor, limit: PER_PAGE })
  const [firstPage, saved] = [cursor === undefined, notice === 'saved']
  return {
    view: page => <FollowsPage page={page} form={form} level={level} {...rows} firstPage={firstPage} saved={saved} />,
  }
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
