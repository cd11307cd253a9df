import { Type } from 'typebox'
import { IdParams } from '../core/http/schemas.ts'
import type { PageRoutes } from '../site/routes.ts'
import { administer } from './policy.ts'
import * as queries from './queries.ts'
import { AdminMail, AdminOutbox } from './views.tsx'

const PER_PAGE = 50

export function pages(routes: PageRoutes): void {
  routes.get(
    '/admin/outbox',
    { query: Type.Object({ cursor: Type.Optional(Type.String({ maxLength: 200 })) }), budget: 3 },
    async (ctx, { query }) => {
      administer(ctx)
      const { items, nextCursor } = await queries.outbox(ctx, { cursor: query.cursor, limit: PER_PAGE })
      const sends = ctx.host.env.smtpUrl !== null
      return {
        view: page => (
          <AdminOutbox
            page={page}
            mails={items}
            nextCursor={nextCursor}
            firstPage={query.cursor === undefined}
            sends={sends}
          />
        ),
      }
    },
  )

  routes.get('/admin/outbox/:id', { params: IdParams, budget: 3 }, async (ctx, { params }) => {
    administer(ctx)
    const mail = await queries.mail(ctx, params.id)
    return { view: page => <AdminMail page={page} mail={mail} /> }
  })
}
