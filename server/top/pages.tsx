import { Type } from 'typebox'
import { listedPage } from '../lists/listed.ts'
import type { PageRoutes } from '../site/routes.ts'
import { listing } from '../threads/listing.ts'
import { USUAL_PERIOD } from '../threads/periods.ts'
import { PER_PAGE } from './kept.ts'
import { PeriodParam } from './schema.ts'
import { TopPage, topPath } from './views.tsx'

const TopQuery = Type.Object({
  period: Type.Optional(PeriodParam),
  cursor: Type.Optional(Type.String({ maxLength: 200 })),
})

export function pages(routes: PageRoutes): void {
  routes.get(
    '/top',
    { query: TopQuery, budget: 3, shared: () => ['lists'] },
    async (ctx, { query: { period = USUAL_PERIOD, cursor } }) => {
      const list = await listing(ctx, { top: period, cursor, limit: PER_PAGE })
      if (list.reachesTop) return { redirect: topPath(period) }
      return listedPage(ctx, {
        name: `top ${period}`,
        cursor,
        list,
        view: (page, threads) => (
          <TopPage page={page} period={period} threads={threads} list={list} firstPage={cursor === undefined} />
        ),
      })
    },
  )
}
