/** May somebody do something here, and why: the rule of rights, told. */
import { Type } from 'typebox'
import { type Reason, reasonFor } from '../categories/reason.ts'
import { type Category, categoryTree, RIGHTS, type Right } from '../categories/tree.ts'
import { type Actor, VISITOR } from '../core/actor.ts'
import type { Ctx } from '../core/context.ts'
import { NotFound } from '../core/errors.ts'
import { authorize } from '../core/permissions.ts'
import { EMPTY_FORM, type PageAnswer, type PageRoutes } from '../site/routes.ts'
import { administer } from './policy.ts'
import { actorNamed, groupNames } from './queries.ts'
import { AdminAccess } from './views.tsx'

export type Access = { readonly right: Right; readonly reason: Reason }

const AccessQuery = Type.Object({
  /** Empty for a visitor. */
  member: Type.Optional(Type.String({ maxLength: 60 })),
  category: Type.Optional(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })),
})

export function pages(routes: PageRoutes): void {
  routes.get('/admin/access', { query: AccessQuery, budget: 4 }, async (ctx, { query }) =>
    show(ctx, query.member?.trim() ?? '', query.category),
  )
}

/** Each right of somebody in a category, with its reason. @throws NotSignedIn, Forbidden */
export function accessOf(ctx: Ctx, actor: Actor, category: Category): Access[] {
  keepRights(ctx)
  const tree = ctx.read(categoryTree)
  return RIGHTS.map(right => ({ right, reason: reasonFor(tree, actor, right, category) }))
}

/** Who asks knows of all categories, and of who is in which group. */
function keepRights(ctx: Ctx): void {
  administer(ctx)
  authorize(ctx, 'category.manage', null)
  authorize(ctx, 'group.manage', null)
}

async function show(ctx: Ctx, member: string, categoryId: number | undefined): Promise<PageAnswer> {
  keepRights(ctx)
  const { all } = ctx.read(categoryTree)
  const category = all.find(one => one.id === categoryId)
  if (categoryId !== undefined && !category) throw new NotFound()
  const actor = member === '' ? VISITOR : await actorNamed(ctx, member)
  const errors = actor ? {} : { member: ctx.t('group.error.unknownMember') }
  const form = { ...EMPTY_FORM, values: { member, category: String(categoryId ?? '') }, errors }
  const asked = category && actor ? { category, actor, access: accessOf(ctx, actor, category) } : null
  const groups = await groupNames(ctx)
  return { view: page => <AdminAccess page={page} form={form} categories={all} groups={groups} asked={asked} /> }
}
