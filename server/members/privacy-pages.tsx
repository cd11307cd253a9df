import { Type } from 'typebox'
import { NotSignedIn } from '../core/errors.ts'
import { EMPTY_FORM, type PageRoutes } from '../site/routes.ts'
import * as queries from './queries.ts'
import { PrivacyForm } from './schema.ts'
import * as service from './service.ts'
import { PrivacyPage } from './views.tsx'

const Saved = Type.Object({ notice: Type.Optional(Type.String({ maxLength: 40 })) })

export function privacyPages(routes: PageRoutes): void {
  routes.get('/settings/privacy', { query: Saved, budget: 2 }, async (ctx, { query }) => {
    if (ctx.actor.id === null) throw new NotSignedIn()
    const { profileAudience, activityAudience, profileIndexed } = await queries.getOwn(ctx, ctx.actor.id)
    const values = {
      profileAudience: profileAudience ?? '',
      activityAudience: activityAudience ?? '',
      ...(profileIndexed && { profileIndexed: 'on' }),
    }
    const saved = query.notice === 'saved'
    return { view: page => <PrivacyPage page={page} form={{ ...EMPTY_FORM, values }} saved={saved} /> }
  })

  routes.post(
    '/settings/privacy',
    {
      body: PrivacyForm,
      budget: 3,
      form: async (_ctx, _request, form) => ({ view: page => <PrivacyPage page={page} form={form} saved={false} /> }),
    },
    async (ctx, { body }) => {
      await service.updatePrivacy(ctx, { ...body, profileIndexed: body.profileIndexed === 'on' })
      return { redirect: '/settings/privacy?notice=saved' }
    },
  )
}
