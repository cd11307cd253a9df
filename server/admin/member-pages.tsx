/** Keeping the members: finding one, and what can be done with an account. */
import { type Static, Type } from 'typebox'
import { EmailText } from '../auth/schema.ts'
import type { Ctx } from '../core/context.ts'
import { Invalid, NotFound } from '../core/errors.ts'
import { IdParams } from '../core/http/schemas.ts'
import { MemberErasureForm } from '../erasure/schema.ts'
import * as erasure from '../erasure/service.ts'
import * as manage from '../members/manage.ts'
import * as members from '../members/queries.ts'
import { MEMBER_STATES, NameText } from '../members/schema.ts'
import { EMPTY_FORM, type FormState, type PageAnswer, type PageRoutes } from '../site/routes.ts'
import * as takeout from '../takeout/service.ts'
import { account } from './member-queries.ts'
import { administer } from './policy.ts'
import { groupNames } from './queries.ts'
import { AdminMember, AdminMembers, EraseMember } from './views.tsx'

const PER_PAGE = 50
const ListQuery = Type.Object({
  q: Type.Optional(Type.String({ maxLength: 254 })),
  state: Type.Optional(Type.Enum([...MEMBER_STATES])),
  cursor: Type.Optional(Type.String({ maxLength: 200 })),
  notice: Type.Optional(Type.String({ maxLength: 40 })),
})
const Noticed = Type.Object({ notice: Type.Optional(Type.String({ maxLength: 40 })) })
const closed = { additionalProperties: false }
const NameForm = Type.Object({ name: NameText }, closed)
const EmailForm = Type.Object({ email: EmailText, verified: Type.Optional(Type.Literal('on')) }, closed)

const PATH = '/admin/members'

/** Which of the forms of a member's page is shown again, and what has just been done. */
type MemberForms = {
  readonly name?: FormState
  readonly email?: FormState
  readonly notice?: string | undefined
}

export function pages(routes: PageRoutes): void {
  routes.get(PATH, { query: ListQuery, budget: 3 }, async (ctx, { query }) => showAll(ctx, query))

  routes.get(`${PATH}/:id`, { params: IdParams, query: Noticed, budget: 8 }, async (ctx, { params, query }) =>
    show(ctx, params.id, query),
  )

  routes.post(
    `${PATH}/:id/name`,
    { params: IdParams, body: NameForm, budget: 16, form: (ctx, { params }, name) => show(ctx, params.id, { name }) },
    async (ctx, { params: { id }, body }) => {
      administer(ctx)
      await manage.change(ctx, { id, ...body })
      return { redirect: `${PATH}/${id}?notice=renamed` }
    },
  )

  routes.post(
    `${PATH}/:id/email`,
    {
      params: IdParams,
      body: EmailForm,
      budget: 14,
      form: (ctx, { params }, email) => show(ctx, params.id, { email }),
    },
    async (ctx, { params: { id }, body }) => {
      administer(ctx)
      await manage.change(ctx, { id, email: body.email, verified: body.verified === 'on' })
      return { redirect: `${PATH}/${id}?notice=email` }
    },
  )

  routes.post(`${PATH}/:id/sessions/delete`, { params: IdParams, budget: 12 }, async (ctx, { params }) => {
    administer(ctx)
    await manage.signOutEverywhere(ctx, params)
    return { redirect: `${PATH}/${params.id}?notice=signedOut` }
  })

  routes.post(`${PATH}/:id/exports`, { params: IdParams, budget: 12 }, async (ctx, { params }) => {
    administer(ctx)
    await takeout.askFor(ctx, params)
    return { redirect: `${PATH}/${params.id}#data` }
  })

  erasePages(routes)
}

function erasePages(routes: PageRoutes): void {
  routes.get(`${PATH}/:id/erase`, { params: IdParams, budget: 5 }, async (ctx, { params }) =>
    askErasure(ctx, params.id, { ...EMPTY_FORM, values: { posts: 'keep' } }),
  )

  routes.post(
    `${PATH}/:id/erase`,
    {
      params: IdParams,
      body: MemberErasureForm,
      budget: 14,
      form: (ctx, { params }, form) => askErasure(ctx, params.id, form),
    },
    async (ctx, { params, body }) => {
      administer(ctx)
      const member = await members.getById(ctx, params.id)
      if (body.name.trim() !== member.name) throw new Invalid({ name: { key: 'erasure.error.name' } })
      await erasure.askFor(ctx, { id: params.id, posts: body.posts })
      return { redirect: `${PATH}?notice=erased` }
    },
  )
}

/** The question before an account goes. */
async function askErasure(ctx: Ctx, id: number, form: FormState): Promise<PageAnswer> {
  administer(ctx)
  const facts = await account(ctx, id)
  if (facts.erasedAt) throw new NotFound()
  const member = await members.getById(ctx, id)
  return { view: page => <EraseMember page={page} member={member} facts={facts} form={form} /> }
}

async function showAll(
  ctx: Ctx,
  { q = '', state = 'all', cursor, notice }: Static<typeof ListQuery>,
): Promise<PageAnswer> {
  administer(ctx)
  const { items, nextCursor } = await members.search(ctx, { q, state, cursor, limit: PER_PAGE })
  const groups = await groupNames(ctx)
  const list = { nextCursor, firstPage: cursor === undefined, erased: notice === 'erased' }
  return {
    view: page => <AdminMembers page={page} members={items} groups={groups} q={q} state={state} {...list} />,
  }
}

async function show(ctx: Ctx, id: number, forms: MemberForms): Promise<PageAnswer> {
  administer(ctx)
  const facts = await account(ctx, id)
  if (facts.erasedAt) throw new NotFound()
  const member = await members.getById(ctx, id)
  const groups = await groupNames(ctx)
  const exports = await takeout.list(ctx, id)
  const stored = { email: member.email ?? '', ...(member.verified && { verified: 'on' }) }
  return {
    view: page => (
      <AdminMember
        page={page}
        member={member}
        facts={facts}
        groups={groups}
        exports={exports}
        nameForm={forms.name ?? { ...EMPTY_FORM, values: { name: member.name } }}
        emailForm={forms.email ?? { ...EMPTY_FORM, values: stored }}
        notice={forms.notice}
      />
    ),
  }
}
