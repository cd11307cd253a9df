import { ownConsents } from '../consents/service.ts'
import type { PageRoutes } from '../site/routes.ts'
import * as service from './service.ts'
import { DataPage } from './views.tsx'

const PATH = '/settings/data'

export function pages(routes: PageRoutes): void {
  routes.get(PATH, { budget: 3 }, async ctx => {
    const exports = await service.list(ctx)
    const consents = await ownConsents(ctx)
    return { view: page => <DataPage page={page} exports={exports} consents={consents} /> }
  })

  routes.post(`${PATH}/exports`, { budget: 8 }, async ctx => {
    await service.askOwn(ctx)
    return { redirect: PATH }
  })
}
