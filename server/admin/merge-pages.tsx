/** Making one of two accounts. */
import { Type } from 'typebox'
import type { Ctx } from '../core/context.ts'
import { Invalid, NotFound } from '../core/errors.ts'
import { IdParams } from '../core/http/schemas.ts'
import * as members from '../members/queries.ts'
import { NameText } from '../members/schema.ts'
import { merge } from '../merging/service.ts'
import { EMPTY_FORM, type FormState, type PageAnswer, type PageRoutes } from '../site/routes.ts'
import { account } from './member-queries.ts'
import { administer } from './policy.ts'
import { MergeMember } from './views.tsx'

const PATH = '/admin/members/:id/merge'
/** `name` is that of the account that goes, typed again. */
const MergeForm = Type.Object({ into: NameText, name: NameText }, { additionalProperties: false })

export function pages(routes: PageRoutes): void {
  routes.get(PATH, { params: IdParams, budget: 5 }, async (ctx, { params }) => ask(ctx, params.id, EMPTY_FORM))

  routes.post(
    PATH,
    { params: IdParams, body: MergeForm, budget: 16, form: (ctx, { params }, form) => ask(ctx, params.id, form) },
    async (ctx, { params, body }) => {
      administer(ctx)
      const from = await members.getById(ctx, params.id)
      if (body.name.trim() !== from.name) throw new Invalid({ name: { key: 'erasure.error.name' } })
      const into = await members.get(ctx, body.into.trim()).catch(ifUnknown)
      await merge(ctx, { memberId: from.id, intoId: into.id })
      return { redirect: `/admin/members/${into.id}?notice=merged` }
    },
  )
}

function ifUnknown(error: unknown): never {
  throw error instanceof NotFound ? new Invalid({ into: { key: 'group.error.unknownMember' } }) : error
}

async function ask(ctx: Ctx, id: number, form: FormState): Promise<PageAnswer> {
  administer(ctx)
  const facts = await account(ctx, id)
  if (facts.erasedAt) throw new NotFound()
  const member = await members.getById(ctx, id)
  return { view: page => <MergeMember page={page} member={member} facts={facts} form={form} /> }
}
