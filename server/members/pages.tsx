import { Type } from 'typebox'
import { safeReturn } from '../auth/return-to.ts'
import * as sessions from '../auth/sessions.ts'
import type { Ctx, Host } from '../core/context.ts'
import { NotSignedIn } from '../core/errors.ts'
import { EMPTY_FORM, type FormState, type PageAnswer, type PageRoutes } from '../site/routes.ts'
import { choiceCookie } from './choice-cookie.ts'
import { fieldsSent, fieldValues } from './fields.ts'
import * as queries from './queries.ts'
import { JoinForm, PreferencesForm, profileForm } from './schema.ts'
import * as service from './service.ts'
import { JoinPage, PreferencesPage, ProfileSettingsPage } from './views.tsx'

const Saved = Type.Object({ notice: Type.Optional(Type.String({ maxLength: 40 })) })

export function pages(routes: PageRoutes, { memberFields }: Host): void {
  const join = (ctx: Ctx, form: FormState): PageAnswer => {
    const open = ctx.setting('accounts.joining') === 'open'
    const minLength = ctx.setting('accounts.minPasswordLength')
    const returnTo = safeReturn(form.values.returnTo)
    return {
      view: page => <JoinPage page={page} form={form} open={open} minLength={minLength} returnTo={returnTo} />,
    }
  }

  routes.get(
    '/join',
    { query: Type.Object({ returnTo: Type.Optional(Type.String({ maxLength: 4000 })) }), budget: 1 },
    async (ctx, { query }) => {
      const returnTo = safeReturn(query.returnTo)
      return ctx.actor.kind === 'member' ? { redirect: returnTo } : join(ctx, { ...EMPTY_FORM, values: { returnTo } })
    },
  )

  routes.post(
    '/join',
    { body: JoinForm, budget: 11, form: async (ctx, _request, form) => join(ctx, form) },
    async (ctx, { body, raw }) => {
      const { website, returnTo, terms, ...asked } = body
      const redirect = safeReturn(returnTo)
      // Nobody sees that field, so a program filled it in; it is not told that we noticed.
      if (website) return { redirect }
      const { id } = await service.join(ctx, { ...asked, locale: ctx.locale, agrees: terms === 'on' })
      const { cookie } = await sessions.start(ctx, { memberId: id, userAgent: raw.headers['user-agent'] ?? '' })
      return { redirect, cookies: [cookie] }
    },
  )

  routes.get('/settings/profile', { query: Saved, budget: 2 }, async (ctx, { query }) =>
    profileSettings(ctx, { notice: query.notice }),
  )

  routes.post(
    '/settings/profile',
    { body: profileForm(memberFields), budget: 4, form: (ctx, _request, form) => profileSettings(ctx, { form }) },
    async (ctx, { body }) => {
      const { displayName, about } = body
      await service.updateProfile(ctx, { displayName, about, fields: fieldsSent(memberFields, body) })
      return { redirect: '/settings/profile?notice=saved' }
    },
  )

  routes.get('/settings/preferences', { query: Saved, budget: 1 }, async (_ctx, { query, identity }) => {
    const { viewer } = identity
    if (!viewer) throw new NotSignedIn()
    const values = { locale: viewer.locale ?? '', theme: viewer.theme, density: viewer.density }
    const saved = query.notice === 'saved'
    return { view: page => <PreferencesPage page={page} form={{ ...EMPTY_FORM, values }} saved={saved} /> }
  })

  // For visitors too, from the foot of every page: their choice is kept in cookies, a member's also with the account.
  routes.post('/preferences', { body: PreferencesForm, budget: 2 }, async (ctx, { body }) => {
    const { returnTo, locale, ...look } = body
    if (ctx.actor.id !== null) {
      await service.updatePreferences(ctx, { ...look, ...(locale !== undefined && { locale: locale || null }) })
    }
    const cookies = [
      ...(locale === undefined ? [] : [choiceCookie(ctx.host.env, 'lang', locale)]),
      ...(look.theme === undefined ? [] : [choiceCookie(ctx.host.env, 'theme', look.theme)]),
    ]
    return { redirect: safeReturn(returnTo), cookies }
  })
}

type ProfileForms = {
  readonly notice?: string | undefined
  /** What was refused of the profile. */
  readonly form?: FormState
  /** What was refused of the picture. */
  readonly pictureForm?: FormState
}

/** The page on which members say who they are. One query. @throws NotSignedIn */
export async function profileSettings(ctx: Ctx, { notice, form, pictureForm }: ProfileForms): Promise<PageAnswer> {
  if (ctx.actor.id === null) throw new NotSignedIn()
  const member = await queries.getOwn(ctx, ctx.actor.id)
  const { name, displayName, about, fields } = member
  const values = { displayName: displayName === name ? '' : displayName, about: about ?? '', ...fieldValues(fields) }
  return {
    view: page => (
      <ProfileSettingsPage
        page={page}
        form={form ?? { ...EMPTY_FORM, values }}
        member={member}
        notice={notice}
        pictureForm={pictureForm ?? EMPTY_FORM}
      />
    ),
  }
}
