import { Type } from 'typebox'
import type { Ctx } from '../core/context.ts'
import { NotSignedIn } from '../core/errors.ts'
import { EMPTY_FORM, type FormState, type PageAnswer, type PageRoutes } from '../site/routes.ts'
import { readLink } from './links.ts'
import * as recovery from './recovery.ts'
import { safeReturn } from './return-to.ts'
import { EmailForm, KeyQuery, ResetForm, ReturnTo, SignInForm, VerifyForm } from './schema.ts'
import * as service from './service.ts'
import { ForgotPage, ResetPage, SignInPage, VerifyPage } from './views.tsx'

/** What a page may say above its form, named in its address; anything else says nothing. */
const SIGN_IN_NOTICES = ['reset', 'verified'] as const
const SignInQuery = Type.Object({ returnTo: ReturnTo, notice: Type.Optional(Type.String({ maxLength: 40 })) })
const ForgotQuery = Type.Object({ notice: Type.Optional(Type.String({ maxLength: 40 })) })

export function pages(routes: PageRoutes): void {
  const signIn = (form: FormState, notice: (typeof SIGN_IN_NOTICES)[number] | null): PageAnswer => {
    const returnTo = safeReturn(form.values.returnTo)
    return { view: page => <SignInPage page={page} form={form} returnTo={returnTo} notice={notice} /> }
  }

  routes.get('/sign-in', { query: SignInQuery, budget: 1 }, async (ctx, { query }) => {
    const returnTo = safeReturn(query.returnTo)
    if (ctx.actor.kind === 'member') return { redirect: returnTo }
    const notice = SIGN_IN_NOTICES.find(one => one === query.notice) ?? null
    return signIn({ ...EMPTY_FORM, values: { returnTo } }, notice)
  })

  routes.post(
    '/sign-in',
    { body: SignInForm, budget: 8, form: async (_ctx, _request, form) => signIn(form, null) },
    async (ctx, { body, identity, raw }) => {
      const { login, password, returnTo } = body
      const userAgent = raw.headers['user-agent'] ?? ''
      const { cookie } = await service.signIn(ctx, { login, password, userAgent, replaces: identity.sessionId })
      return { redirect: safeReturn(returnTo), cookies: [cookie] }
    },
  )

  routes.post('/sign-out', { budget: 4 }, async (ctx, { identity }) => ({
    redirect: '/',
    cookies: [await service.signOut(ctx, { sessionId: identity.sessionId })],
  }))

  const forgot = (form: FormState, sent: boolean): PageAnswer => ({
    view: page => <ForgotPage page={page} form={form} sent={sent} />,
  })

  routes.get('/forgot', { query: ForgotQuery, budget: 1 }, async (_ctx, { query }) =>
    forgot(EMPTY_FORM, query.notice === 'sent'),
  )

  routes.post(
    '/forgot',
    { body: EmailForm, budget: 6, form: async (_ctx, _request, form) => forgot(form, false) },
    async (ctx, { body }) => {
      await recovery.askReset(ctx, body)
      return { redirect: '/forgot?notice=sent' }
    },
  )

  const reset = async (ctx: Ctx, key: string, form: FormState): Promise<PageAnswer> => {
    await readLink(ctx, { key, purpose: 'reset' })
    const minLength = ctx.setting('accounts.minPasswordLength')
    return { view: page => <ResetPage page={page} form={form} linkKey={key} minLength={minLength} /> }
  }

  routes.get('/reset', { query: KeyQuery, budget: 2 }, async (ctx, { query }) =>
    reset(ctx, query.key ?? '', EMPTY_FORM),
  )

  routes.post(
    '/reset',
    { body: ResetForm, budget: 14, form: (ctx, { raw }, form) => reset(ctx, keyOf(raw.body), form) },
    async (ctx, { body }) => {
      await recovery.reset(ctx, body)
      return { redirect: '/sign-in?notice=reset' }
    },
  )

  // A GET only looks at the link: mail scanners open every address they find.
  const verify = async (ctx: Ctx, key: string, form: FormState): Promise<PageAnswer> => {
    const { email } = await recovery.readVerification(ctx, { key })
    return { view: page => <VerifyPage page={page} form={form} linkKey={key} email={email} /> }
  }

  routes.get('/verify', { query: KeyQuery, budget: 2 }, async (ctx, { query }) =>
    verify(ctx, query.key ?? '', EMPTY_FORM),
  )

  routes.post(
    '/verify',
    { body: VerifyForm, budget: 8, form: (ctx, { raw }, form) => verify(ctx, keyOf(raw.body), form) },
    async (ctx, { body }) => {
      await recovery.verify(ctx, body)
      return {
        redirect: ctx.actor.kind === 'member' ? '/settings/account?notice=verified' : '/sign-in?notice=verified',
      }
    },
  )
}

/** The key of a form that is shown again; it may be what was wrong with the form. */
const keyOf = (body: unknown): string => String(Object(body).key ?? '')

/** The actor's id on pages that are only for members. @throws NotSignedIn */
export function memberId(ctx: Ctx): number {
  if (ctx.actor.id === null) throw new NotSignedIn()
  return ctx.actor.id
}
