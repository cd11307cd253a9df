import { sql } from 'drizzle-orm'
import { Type } from 'typebox'
import { askingMemberId, type FirstQuery } from '../core/http/identity.ts'
import { can } from '../core/permissions.ts'
import { levelOf, tagLevelSql } from '../follows/queries.ts'
import { fillFollow } from '../follows/views.tsx'
import type { PageRoutes } from '../site/routes.ts'
import { tagPath } from '../tags/links.tsx'
import * as tags from '../tags/queries.ts'
import { TagParams } from '../tags/schema.ts'
import { fillRows } from '../threads/ledger.tsx'
import * as threads from '../threads/queries.ts'
import { TagPage, TagsPage } from './tag-views.tsx'

const TAGS_PER_PAGE = 60
const THREADS_PER_PAGE = 30
const Cursor = Type.Optional(Type.String({ maxLength: 200 }))

/** What the reader has said of the tag comes with the request's first query. */
const tagFirst: FirstQuery = {
  scalars: { level: tagLevelSql(sql.placeholder('slug'), askingMemberId) },
  values: request => ({ slug: Object(request.params).slug }),
}

export function tagPages(routes: PageRoutes): void {
  routes.get(
    '/tags',
    {
      query: Type.Object({ q: Type.Optional(Type.String({ maxLength: 200 })), cursor: Cursor }),
      budget: 3,
      shared: () => ['lists'],
    },
    async (ctx, { query }) => {
      const { q = '', cursor } = query
      const { items, nextCursor } = await tags.list(ctx, { q, cursor, limit: TAGS_PER_PAGE })
      const keeper = can(ctx, 'tag.manage', null)
      return {
        view: page => (
          <TagsPage
            page={page}
            tags={items}
            q={q}
            nextCursor={nextCursor}
            firstPage={cursor === undefined}
            keeper={keeper}
          />
        ),
      }
    },
  )

  routes.get(
    '/tags/:slug',
    {
      params: TagParams,
      query: Type.Object({ cursor: Cursor }),
      budget: 5,
      first: tagFirst,
      shared: () => ['lists'],
    },
    async (ctx, { params, query, identity }) => {
      const tag = await tags.find(ctx, params.slug)
      if (tag.slug !== params.slug) return { redirect: tagPath(tag.slug) }
      const rows = await threads.list(ctx, { tagId: tag.id, cursor: query.cursor, limit: THREADS_PER_PAGE })
      const keeper = can(ctx, 'tag.manage', null)
      const fill = fillRows(rows.items)
      return {
        view: page => (
          <TagPage
            page={page}
            tag={tag}
            threads={rows.items}
            nextCursor={rows.nextCursor}
            firstPage={query.cursor === undefined}
            keeper={keeper}
          />
        ),
        fill: (name, argument, page) =>
          name === 'follow'
            ? fillFollow(page, { kind: 'tag', ...tag }, { level: levelOf(identity.first.level), around: null })
            : fill(name, argument, page),
      }
    },
  )
}
