import { sql } from 'drizzle-orm'
import { Type } from 'typebox'
import * as categories from '../categories/queries.ts'
import { categoryTree } from '../categories/tree.ts'
import { CategoriesPage } from '../categories/views.tsx'
import { askingMemberId, type FirstQuery } from '../core/http/identity.ts'
import { can } from '../core/permissions.ts'
import { categoryFollowSql, type Follow, followOf } from '../follows/queries.ts'
import { fillFollow } from '../follows/views.tsx'
import type { FillSlot, PageRoutes } from '../site/routes.ts'
import { fillRows } from '../threads/ledger.tsx'
import * as queries from '../threads/queries.ts'
import { fillAllRead } from './unread-views.tsx'
import { CategoryPage, HomePage, LatestPage } from './views.tsx'

const PER_PAGE = 30
const CursorQuery = Type.Object({ cursor: Type.Optional(Type.String({ maxLength: 200 })) })

export function pages(routes: PageRoutes): void {
  routes.get('/', { budget: 4, shared: () => ['lists'] }, async ctx => {
    const all = await categories.list(ctx)
    const latest = await queries.list(ctx, { unmuted: true, limit: PER_PAGE })
    return {
      view: page => <HomePage page={page} categories={all} threads={latest.items} nextCursor={latest.nextCursor} />,
      fill: fillRows(latest.items),
    }
  })

  routes.get('/latest', { query: CursorQuery, budget: 3, shared: () => ['lists'] }, async (ctx, { query }) => {
    const latest = await queries.list(ctx, { unmuted: true, cursor: query.cursor, limit: PER_PAGE })
    return {
      view: page => <LatestPage page={page} threads={latest.items} nextCursor={latest.nextCursor} />,
      fill: fillRows(latest.items),
    }
  })

  routes.get('/categories', { budget: 3, shared: () => ['lists'] }, async ctx => {
    const all = await categories.list(ctx)
    return { view: page => <CategoriesPage page={page} categories={all} /> }
  })

  routes.get(
    '/c/:slug',
    {
      params: Type.Object({ slug: Type.String({ maxLength: 80 }) }),
      query: CursorQuery,
      budget: 5,
      first: categoryFirst,
      shared: () => ['lists'],
    },
    async (ctx, { params, query, identity }) => {
      const tree = ctx.read(categoryTree)
      const { id } = categories.get(ctx, params.slug)
      const all = await categories.list(ctx)
      const category = all.find(one => one.id === id)
      if (!category) throw new Error(`category ${id} is in the tree and not in the list`)
      const firstPage = query.cursor === undefined
      const pinned = firstPage ? await queries.list(ctx, { categoryId: id, pinned: true, limit: 100 }) : { items: [] }
      const rows = await queries.list(ctx, { categoryId: id, pinned: false, cursor: query.cursor, limit: PER_PAGE })
      return {
        view: page => (
          <CategoryPage
            page={page}
            category={category}
            ancestors={tree.above(category)}
            subcategories={all.filter(one => one.parentId === id)}
            pinned={pinned.items}
            threads={rows.items}
            nextCursor={rows.nextCursor}
            firstPage={firstPage}
            canCreate={can(ctx, 'thread.create', { categoryId: id })}
          />
        ),
        fill: fillCategory(category, followOf(identity.first.follow), [...pinned.items, ...rows.items]),
      }
    },
  )
}

/** What the reader has said of the category comes with the request's first query. */
const categoryFirst: FirstQuery = {
  scalars: { follow: categoryFollowSql(sql.placeholder('slug'), askingMemberId) },
  values: request => ({ slug: Object(request.params).slug }),
}

function fillCategory(
  category: { readonly id: number; readonly slug: string },
  follow: Follow | null,
  rows: readonly queries.ThreadRow[],
): FillSlot {
  const fill = fillRows(rows)
  return (name, argument, page) => {
    if (name === 'follow') return follow ? fillFollow(page, { kind: 'category', ...category }, follow) : ''
    if (name === 'all-read') return rows.some(row => row.unread) ? fillAllRead(page, `/c/${category.slug}/read`) : ''
    return fill(name, argument, page)
  }
}
