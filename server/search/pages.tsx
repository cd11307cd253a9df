import type { PageRoutes } from '../site/routes.ts'
import { asksSomething, wantedOf } from './asked.ts'
import { PageQuery, PER_PAGE } from './schema.ts'
import { search } from './service.ts'
import { SearchPage } from './views.tsx'

export function pages(routes: PageRoutes): void {
  routes.get('/search', { query: PageQuery, budget: 9 }, async (ctx, { query }) => {
    const wanted = wantedOf(query, ctx.host.kinds)
    const results = await search(ctx, wanted, PER_PAGE)
    return { view: page => <SearchPage page={page} wanted={wanted} results={results} asked={asksSomething(wanted)} /> }
  })
}
