import { ListQuery } from '../core/http/schemas.ts'
import type { PageRoutes } from '../site/routes.ts'
import * as queries from './queries.ts'
import { DraftParams } from './schema.ts'
import * as service from './service.ts'
import { DraftsPage } from './views.tsx'

const PAGE_SIZE = 20

export function pages(routes: PageRoutes): void {
  routes.get('/drafts', { query: ListQuery, budget: 4 }, async (ctx, { query: { cursor } }) => {
    const { items, nextCursor } = await queries.list(ctx, { cursor, limit: PAGE_SIZE })
    return {
      view: page => <DraftsPage page={page} drafts={items} nextCursor={nextCursor} firstPage={cursor === undefined} />,
    }
  })

  routes.post('/drafts/:key/delete', { params: DraftParams, budget: 2 }, async (ctx, { params }) => {
    await service.remove(ctx, params)
    return { redirect: '/drafts' }
  })
}
