import { sql } from 'drizzle-orm'
import { Type } from 'typebox'
import * as categories from '../categories/queries.ts'
import { categoryTree } from '../categories/tree.ts'
import { CategoriesPage } from '../categories/views.tsx'
import { askingMemberId, type FirstQuery } from '../core/http/identity.ts'
import { can } from '../core/permissions.ts'
import { categoryFollowSql, followOf } from '../follows/queries.ts'
import { fillFollow } from '../follows/views.tsx'
import type { PageRoutes } from '../site/routes.ts'
import { listing } from '../threads/listing.ts'
import { listedPage } from './listed.ts'
import { fillAllRead } from './unread-views.tsx'
import { CategoryPage, HomePage, LatestPage, UnansweredPage } from './views.tsx'

const PER_PAGE = 30
const CursorQuery = Type.Object({ cursor: Type.Optional(Type.String({ maxLength: 200 })) })

export function pages(routes: PageRoutes): void {
  // One more while nobody has set the community up, which is asked then.
  routes.get('/', { budget: 5, shared: () => ['lists'] }, async ctx => {
    const all = await categories.list(ctx)
    const list = await listing(ctx, { all: true, limit: PER_PAGE })
    return listedPage(ctx, {
      name: 'home',
      cursor: undefined,
      list,
      shows: countsOf(all),
      view: (page, threads) => <HomePage page={page} categories={all} threads={threads} nextCursor={list.nextCursor} />,
    })
  })

  routes.get(
    '/latest',
    { query: CursorQuery, budget: 3, shared: () => ['lists'] },
    async (ctx, { query: { cursor } }) => {
      const list = await listing(ctx, { all: true, cursor, limit: PER_PAGE })
      if (list.reachesTop) return { redirect: '/latest' }
      return listedPage(ctx, {
        name: 'latest',
        cursor,
        list,
        view: (page, threads) => (
          <LatestPage page={page} threads={threads} list={list} firstPage={cursor === undefined} />
        ),
      })
    },
  )

  routes.get(
    '/unanswered',
    { query: CursorQuery, budget: 3, shared: () => ['lists'] },
    async (ctx, { query: { cursor } }) => {
      const list = await listing(ctx, { unanswered: true, cursor, limit: PER_PAGE })
      if (list.reachesTop) return { redirect: '/unanswered' }
      return listedPage(ctx, {
        name: 'unanswered',
        cursor,
        list,
        view: (page, threads) => (
          <UnansweredPage page={page} threads={threads} list={list} firstPage={cursor === undefined} />
        ),
      })
    },
  )

  routes.get('/categories', { budget: 3, shared: () => ['lists'] }, async ctx => {
    const all = await categories.list(ctx)
    return { view: page => <CategoriesPage page={page} categories={all} /> }
  })

  routes.get(
    '/c/:slug',
    {
      params: Type.Object({ slug: Type.String({ maxLength: 80 }) }),
      query: CursorQuery,
      budget: 4,
      first: categoryFirst,
      shared: () => ['lists'],
    },
    async (ctx, { params, query: { cursor }, identity }) => {
      const tree = ctx.read(categoryTree)
      const category = categories.get(ctx, params.slug)
      const { id, slug } = category
      if (slug !== params.slug) return { redirect: `/c/${slug}`, permanent: true, keepsQuery: true }
      const subcategories = await categories.below(ctx, id)
      const list = await listing(ctx, { categoryId: id, cursor, limit: PER_PAGE })
      if (list.reachesTop) return { redirect: `/c/${slug}` }
      const canCreate = can(ctx, 'thread.create', { categoryId: id })
      const follow = followOf(identity.first.follow)
      return listedPage(ctx, {
        name: `category ${id}`,
        cursor,
        list,
        shows: [canCreate, countsOf(subcategories)],
        own: {
          word: `${follow?.level} ${follow?.around}`,
          fill: (name, _, page) =>
            name === 'follow' && follow ? fillFollow(page, { kind: 'category', ...category }, follow) : undefined,
        },
        // It says when it was made, for what came since is not read by it.
        fillNow: (name, _, page) => {
          if (name !== 'all-read') return undefined
          return list.items.some(row => row.unread) ? fillAllRead(page, `/c/${slug}/read`) : ''
        },
        view: (page, threads) => (
          <CategoryPage
            page={page}
            category={category}
            ancestors={tree.above(category)}
            subcategories={subcategories}
            threads={threads}
            list={list}
            firstPage={cursor === undefined}
            canCreate={canCreate}
          />
        ),
      })
    },
  )
}

/** What a page shows of categories that no version tells. */
const countsOf = (all: readonly categories.CategoryRow[]) =>
  all.map(({ id, threadCount, postCount }) => [id, threadCount, postCount])

/** What the reader has said of the category comes with the request's first query. */
const categoryFirst: FirstQuery = {
  scalars: { follow: categoryFollowSql(sql.placeholder('slug'), askingMemberId) },
  values: request => ({ slug: Object(request.params).slug }),
}
