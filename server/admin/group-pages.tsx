import { Type } from 'typebox'
import type { Ctx } from '../core/context.ts'
import { Invalid } from '../core/errors.ts'
import { IdParams } from '../core/http/schemas.ts'
import { move, place, versionOf } from '../groups/order.ts'
import * as groups from '../groups/queries.ts'
import { GroupForm, GroupInput, MembershipParams } from '../groups/schema.ts'
import * as service from '../groups/service.ts'
import { EMPTY_FORM, type FormState, type PageAnswer, type PageRoutes } from '../site/routes.ts'
import { administer } from './policy.ts'
import * as queries from './queries.ts'
import { MoveForm } from './schema.ts'
import { AdminGroup, AdminGroups } from './views.tsx'

const PER_PAGE = 50
const CursorQuery = Type.Object({ cursor: Type.Optional(Type.String({ maxLength: 200 })) })
const NewMember = Type.Object({ name: Type.String({ minLength: 1, maxLength: 60 }) }, { additionalProperties: false })

/** Which of the two forms of a group's page is shown again. */
type GroupForms = { readonly rename?: FormState; readonly add?: FormState }

export function pages(routes: PageRoutes): void {
  routes.get('/admin/groups', { budget: 3 }, async ctx => showAll(ctx, EMPTY_FORM))

  routes.post(
    '/admin/groups',
    { body: GroupInput, budget: 10, form: (ctx, _request, form) => showAll(ctx, form) },
    async (ctx, { body }) => {
      administer(ctx)
      const { id } = await service.create(ctx, body)
      return { redirect: `/admin/groups/${id}` }
    },
  )

  routes.get('/admin/groups/:id', { params: IdParams, query: CursorQuery, budget: 5 }, async (ctx, { params, query }) =>
    show(ctx, params.id, {}, query.cursor),
  )

  routes.post(
    '/admin/groups/:id',
    {
      params: IdParams,
      body: GroupForm,
      budget: 12,
      form: (ctx, { params }, form) => show(ctx, params.id, { rename: form }),
    },
    async (ctx, { params, body }) => {
      administer(ctx)
      await service.change(ctx, { ...params, name: body.name, mentionable: body.mentionable === 'on' })
      return { redirect: `/admin/groups/${params.id}` }
    },
  )

  routes.post(
    '/admin/groups/:id/moves',
    { params: IdParams, body: MoveForm, budget: 200, form: (ctx, _request, form) => showAll(ctx, EMPTY_FORM, form) },
    async (ctx, { params: { id }, body: { by, before, version } }) => {
      administer(ctx)
      if (by) await move(ctx, { id, by: by === 'up' ? -1 : 1, version })
      else if (before === undefined) throw new Invalid({ by: { key: 'invalid.required' } })
      else await place(ctx, { id, before: Number(before) || null, version })
      return { redirect: '/admin/groups' }
    },
  )

  routes.post(
    '/admin/groups/:id/members',
    {
      params: IdParams,
      body: NewMember,
      budget: 14,
      form: (ctx, { params }, form) => show(ctx, params.id, { add: form }),
    },
    async (ctx, { params, body }) => {
      administer(ctx)
      const memberId = await queries.memberIdOf(ctx, body.name.trim())
      if (memberId === undefined) throw new Invalid({ name: { key: 'group.error.unknownMember' } })
      await service.addMember(ctx, { groupId: params.id, memberId })
      return { redirect: `/admin/groups/${params.id}` }
    },
  )

  routes.post(
    '/admin/groups/:id/members/:memberId/delete',
    { params: MembershipParams, budget: 14, form: (ctx, { params }, form) => show(ctx, params.id, { add: form }) },
    async (ctx, { params }) => {
      administer(ctx)
      await service.removeMember(ctx, { groupId: params.id, memberId: params.memberId })
      return { redirect: `/admin/groups/${params.id}` }
    },
  )

  routes.post(
    '/admin/groups/:id/delete',
    { params: IdParams, budget: 20, form: (ctx, { params }, form) => show(ctx, params.id, { rename: form }) },
    async (ctx, { params }) => {
      administer(ctx)
      await service.remove(ctx, params)
      return { redirect: '/admin/groups' }
    },
  )
}

async function showAll(ctx: Ctx, form: FormState, moveForm = EMPTY_FORM): Promise<PageAnswer> {
  administer(ctx)
  const rows = await queries.groupsWithSizes(ctx)
  const version = versionOf(rows)
  return { view: page => <AdminGroups page={page} groups={rows} version={version} form={form} moveForm={moveForm} /> }
}

async function show(ctx: Ctx, id: number, forms: GroupForms, cursor?: string): Promise<PageAnswer> {
  administer(ctx)
  const group = await groups.get(ctx, id)
  const { items, nextCursor } = await groups.membersOf(ctx, { id, cursor, limit: PER_PAGE })
  const stored = { name: group.name, mentionable: group.mentionable ? 'on' : '' }
  return {
    view: page => (
      <AdminGroup
        page={page}
        group={group}
        members={items}
        nextCursor={nextCursor}
        firstPage={cursor === undefined}
        form={forms.rename ?? { ...EMPTY_FORM, values: stored }}
        memberForm={forms.add ?? EMPTY_FORM}
      />
    ),
  }
}
