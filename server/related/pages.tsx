/**
 * A page of its own, of which client/behaviors/related.ts shows the list under the thread when its reader comes near the end:
 * so the thread's page asks nothing more, and is kept as long as before.
 */
import { sql } from 'drizzle-orm'
import { Type } from 'typebox'
import { categoryTree } from '../categories/tree.ts'
import { NotFound } from '../core/errors.ts'
import type { FirstQuery } from '../core/http/identity.ts'
import { IdParams } from '../core/http/schemas.ts'
import type { PageRoutes } from '../site/routes.ts'
import { threadPath } from '../threads/ledger.tsx'
import * as threads from '../threads/queries.ts'
import { relatedTo } from './queries.ts'
import { RelatedPage } from './views.tsx'

/** The thread's facts come with the request's first query. */
const threadFirst: FirstQuery = {
  scalars: { thread: threads.headSql(sql.placeholder('threadId')) },
  values: request => ({ threadId: Object(request.params).id }),
}

export function pages(routes: PageRoutes): void {
  routes.get(
    '/t/:id/:slug/related',
    {
      params: Type.Object({ ...IdParams.properties, slug: Type.String({ maxLength: 200 }) }),
      budget: 2,
      first: threadFirst,
      shared: ({ id }) => ['lists', `thread:${id}`],
    },
    async (ctx, { params, identity }) => {
      const thread = await threads.head(ctx, params.id, identity.first.thread)
      if (params.slug !== (thread.slug || '-')) return { redirect: `${threadPath(thread)}/related`, permanent: true }
      if (thread.deletedAt) return { redirect: threadPath(thread) }
      const tree = ctx.read(categoryTree)
      const category = tree.get(thread.categoryId)
      if (!category) throw new NotFound()
      const related = await relatedTo(ctx, thread.id)
      const says = related.map(({ id, version, why, words }) => `${id}.${version}.${why}.${words}`).join(' ')
      return {
        // Its author alone sees a hidden thread.
        ...(thread.hiddenAt === null && { key: `related ${thread.id} ${thread.version} ${says}` }),
        view: page => (
          <RelatedPage
            page={page}
            thread={thread}
            category={category}
            ancestors={tree.above(category)}
            related={related}
          />
        ),
      }
    },
  )
}
