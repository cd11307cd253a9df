import * as audit from '../audit/queries.ts'
import { VERSION } from '../core/version.ts'
import type { PageRoutes } from '../site/routes.ts'
import { administer } from './policy.ts'
import * as queries from './queries.ts'
import { AdminDashboard } from './views.tsx'

const ENTRIES = 12

export function pages(routes: PageRoutes): void {
  routes.get('/admin', { budget: 5 }, async ctx => {
    administer(ctx)
    const overview = await queries.overview(ctx)
    const log = await audit.list(ctx, { limit: ENTRIES })
    const { smtpUrl, publicUrlGiven } = ctx.host.env
    return {
      view: page => (
        <AdminDashboard
          page={page}
          overview={overview}
          version={VERSION}
          missing={{ smtp: smtpUrl === null, publicUrl: !publicUrlGiven }}
          log={log}
        />
      ),
    }
  })
}
