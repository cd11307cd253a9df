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
import { listing } from '../threads/listing.ts'
import { listedPage } from './listed.ts'
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
    async (ctx, { params, query: { cursor }, identity }) => {
      const tag = await tags.find(ctx, params.slug)
      if (tag.slug !== params.slug) return { redirect: tagPath(tag.slug), permanent: true, keepsQuery: true }
      const list = await listing(ctx, { tag, cursor, limit: THREADS_PER_PAGE })
      if (list.reachesTop) return { redirect: tagPath(tag.slug) }
      const keeper = can(ctx, 'tag.manage', null)
      const level = levelOf(identity.first.level)
      return listedPage(ctx, {
        name: `tag ${tag.id}`,
        cursor,
        list,
        shows: [tag, keeper],
        own: {
          word: String(level),
          fill: (name, _, page) =>
            name === 'follow' ? fillFollow(page, { kind: 'tag', ...tag }, { level, around: null }) : undefined,
        },
        view: (page, threads) => (
          <TagPage
            page={page}
            tag={tag}
            threads={threads}
            list={list}
            firstPage={cursor === undefined}
            keeper={keeper}
          />
        ),
      })
    },
  )
}
