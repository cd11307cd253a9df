import { Type } from 'typebox'
import { isStaff } from '../core/actor.ts'
import type { Ctx } from '../core/context.ts'
import { IdParams } from '../core/http/schemas.ts'
import { SCOPES } from '../core/http/scopes.ts'
import { EMPTY_FORM, type FormState, type PageAnswer, type PageRoutes } from '../site/routes.ts'
import { ScopeList, TokenName } from './schema.ts'
import * as service from './service.ts'
import { TokensPage } from './views.tsx'

const DAY_MS = 24 * 60 * 60 * 1000
/** Days that a token may be made for on the page; 0 is until it is revoked. */
const LIFETIMES = [30, 90, 365, 0] as const

const TokenForm = Type.Object(
  { name: TokenName, scopes: ScopeList, days: Type.Enum(LIFETIMES.map(String)) },
  { additionalProperties: false },
)

const FRESH_FORM: FormState = { ...EMPTY_FORM, values: { days: '90' } }

export function pages(routes: PageRoutes): void {
  routes.get('/settings/tokens', { budget: 3 }, async ctx => show(ctx, { form: FRESH_FORM, scopes: ['read'] }))

  routes.post(
    '/settings/tokens',
    {
      body: TokenForm,
      budget: 14,
      form: (ctx, { raw }, form) => show(ctx, { form, scopes: [Object(raw.body).scopes ?? []].flat().map(String) }),
    },
    async (ctx, { body: { name, scopes, days } }) => {
      const expiresAt = days === '0' ? null : new Date(ctx.now().getTime() + Number(days) * DAY_MS)
      const { token } = await service.create(ctx, { name, scopes, expiresAt })
      // No redirect: the secret must not travel in an address, and this is the only time it is shown.
      return show(ctx, { form: FRESH_FORM, scopes: ['read'], made: { name, token } })
    },
  )

  routes.post('/settings/tokens/:id/delete', { params: IdParams, budget: 8 }, async (ctx, { params }) => {
    await service.revoke(ctx, params)
    return { redirect: '/settings/tokens' }
  })
}

type Shown = {
  readonly form: FormState
  /** Scopes that are ticked. */
  readonly scopes: readonly string[]
  readonly made?: { readonly name: string; readonly token: string }
}

async function show(ctx: Ctx, { form, scopes, made }: Shown): Promise<PageAnswer> {
  const tokens = await service.list(ctx)
  const { actor } = ctx
  const offered = SCOPES.filter(scope => scope !== 'admin' || isStaff(actor))
  return {
    view: page => (
      <TokensPage
        page={page}
        tokens={tokens}
        made={made ?? null}
        offered={offered}
        chosen={scopes}
        lifetimes={LIFETIMES}
        form={form}
      />
    ),
  }
}
