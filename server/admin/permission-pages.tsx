import { Type } from 'typebox'
import type { Ctx } from '../core/context.ts'
import { EMPTY_FORM, type FormState, type PageAnswer, type PageRoutes } from '../site/routes.ts'
import { administer } from './policy.ts'
import { groupNames } from './queries.ts'
import { Key } from './schema.ts'
import * as service from './service.ts'
import { AdminPermissions } from './views.tsx'

/** One field per permission with the ids of the groups that are ticked; none is sent where none is. */
const PermissionsForm = Type.Object({}, { additionalProperties: Type.Array(Key, { maxItems: 1000 }) })

export function pages(routes: PageRoutes): void {
  routes.get(
    '/admin/permissions',
    { query: Type.Object({ notice: Type.Optional(Type.String({ maxLength: 40 })) }), budget: 3 },
    async (ctx, { query }) => show(ctx, EMPTY_FORM, query.notice === 'saved'),
  )

  routes.post(
    '/admin/permissions',
    { body: PermissionsForm, budget: 100, form: (ctx, _request, form) => show(ctx, form, false) },
    async (ctx, { body }) => {
      administer(ctx)
      const ticked = new Map<string, readonly unknown[]>(Object.entries(body))
      const holders = new Map(
        service.permissions(ctx).map(({ name }) => [String(name), (ticked.get(name) ?? []).map(Number)]),
      )
      await service.changePermissions(ctx, { holders })
      return { redirect: '/admin/permissions?notice=saved' }
    },
  )
}

async function show(ctx: Ctx, form: FormState, saved: boolean): Promise<PageAnswer> {
  administer(ctx)
  const permissions = service.permissions(ctx)
  const groups = await groupNames(ctx)
  return {
    view: page => <AdminPermissions page={page} permissions={permissions} groups={groups} form={form} saved={saved} />,
  }
}
