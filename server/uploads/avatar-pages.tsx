import { withFile } from '../core/http/form-file.ts'
import { IdParams } from '../core/http/schemas.ts'
import { profileSettings } from '../members/pages.tsx'
import * as members from '../members/queries.ts'
import type { PageRoutes } from '../site/routes.ts'
import * as avatars from './avatars.ts'
import { incomingFolder } from './service.ts'

const PROFILE = '/settings/profile'

/** What takes a file. */
export function avatarFilePages(routes: PageRoutes): void {
  routes.post(
    `${PROFILE}/picture`,
    { budget: 16, form: (ctx, _request, pictureForm) => profileSettings(ctx, { pictureForm }) },
    async (ctx, { raw }) => {
      const under = incomingFolder(ctx)
      await avatars.set(ctx, (maxBytes, work) => withFile(raw, { maxBytes, under }, work))
      return { redirect: `${PROFILE}?notice=picture` }
    },
  )
}

export function avatarPages(routes: PageRoutes): void {
  routes.post(`${PROFILE}/picture/delete`, { budget: 9 }, async ctx => {
    await avatars.removeOwn(ctx)
    return { redirect: `${PROFILE}?notice=picture-removed` }
  })

  routes.post('/members/:id/picture/delete', { params: IdParams, budget: 10 }, async (ctx, { params }) => {
    await avatars.remove(ctx, { memberId: params.id })
    const { name } = await members.getById(ctx, params.id)
    return { redirect: `/m/${encodeURIComponent(name)}` }
  })
}
