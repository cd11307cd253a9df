/** The settings pages about the account itself: address, password, sessions. */
import { Type } from 'typebox'
import type { Ctx } from '../core/context.ts'
import { EMPTY_FORM, type FormState, type PageAnswer, type PageRoutes } from '../site/routes.ts'
import { memberId } from './pages.tsx'
import { ownAddress } from './queries.ts'
import { ChangeEmailForm, ChangePasswordForm, SessionParams } from './schema.ts'
import * as service from './service.ts'
import * as sessions from './sessions.ts'
import { AccountSettingsPage, SessionsPage } from './views.tsx'

const NOTICES = ['verified', 'verificationSent', 'emailAsked', 'passwordChanged'] as const
type AccountNotice = (typeof NOTICES)[number]

type Forms = { readonly email?: FormState; readonly password?: FormState; readonly notice?: AccountNotice | null }

export function accountPages(routes: PageRoutes): void {
  const account = async (ctx: Ctx, { email, password, notice }: Forms): Promise<PageAnswer> => {
    const address = await ownAddress(ctx)
    return {
      view: page => (
        <AccountSettingsPage
          page={page}
          email={address.email}
          verified={address.verified}
          emailForm={email ?? EMPTY_FORM}
          passwordForm={password ?? EMPTY_FORM}
          minLength={ctx.setting('accounts.minPasswordLength')}
          notice={notice ?? null}
        />
      ),
    }
  }

  routes.get(
    '/settings/account',
    { query: Type.Object({ notice: Type.Optional(Type.String({ maxLength: 40 })) }), budget: 2 },
    async (ctx, { query }) => account(ctx, { notice: NOTICES.find(one => one === query.notice) ?? null }),
  )

  routes.post(
    '/settings/account/email',
    { body: ChangeEmailForm, budget: 6, form: (ctx, _request, email) => account(ctx, { email }) },
    async (ctx, { body }) => {
      await service.changeEmail(ctx, body)
      return { redirect: '/settings/account?notice=emailAsked' }
    },
  )

  routes.post(
    '/settings/account/password',
    { body: ChangePasswordForm, budget: 10, form: (ctx, _request, password) => account(ctx, { password }) },
    async (ctx, { body, identity, raw }) => {
      const userAgent = raw.headers['user-agent'] ?? ''
      const { cookie } = await service.changePassword(ctx, { ...body, userAgent, sessionId: identity.sessionId })
      return { redirect: '/settings/account?notice=passwordChanged', cookies: cookie ? [cookie] : [] }
    },
  )

  routes.post('/settings/account/verification', { budget: 4 }, async ctx => {
    await service.askVerification(ctx)
    return { redirect: '/settings/account?notice=verificationSent' }
  })

  routes.get('/settings/sessions', { budget: 2 }, async (ctx, { identity }) => {
    const list = await sessions.list(ctx)
    const rows = list.map(one => ({ ...one, current: one.id === identity.sessionId }))
    return { view: page => <SessionsPage page={page} sessions={rows} /> }
  })

  routes.post('/settings/sessions/:id/delete', { params: SessionParams, budget: 4 }, async (ctx, { params }) => {
    await sessions.end(ctx, params)
    return { redirect: '/settings/sessions' }
  })

  routes.post('/settings/sessions/delete', { budget: 4 }, async (ctx, { identity }) => {
    await sessions.endAll(ctx, { memberId: memberId(ctx), keep: identity.sessionId })
    return { redirect: '/settings/sessions' }
  })
}
