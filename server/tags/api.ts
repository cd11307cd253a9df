import { Type } from 'typebox'
import type { Ctx } from '../core/context.ts'
import type { ApiRoutes } from '../core/http/api.ts'
import { ListQuery, listOf } from '../core/http/schemas.ts'
import { tagPath } from './links.tsx'
import * as queries from './queries.ts'
import { TagJson, TagParams } from './schema.ts'

const TagsQuery = Type.Object(
  {
    ...ListQuery.properties,
    q: Type.Optional(Type.String({ maxLength: 200, description: 'How a word of the name or of a synonym begins' })),
  },
  { additionalProperties: false },
)

export function api(routes: ApiRoutes): void {
  const tag = 'Tags'

  routes.get(
    '/tags',
    { tag, summary: 'List the tags in sight, most used first', query: TagsQuery, response: listOf(TagJson), budget: 2 },
    async (ctx, { query }) => {
      const { q, cursor, limit = 30 } = query
      const page = await queries.list(ctx, { q, cursor, limit })
      return { ...page, items: page.items.map(row => tagJson(ctx, row)) }
    },
  )

  routes.get(
    '/tags/:slug',
    { tag, summary: 'Read a tag, by its slug, name or synonym', params: TagParams, response: TagJson, budget: 2 },
    async (ctx, { params }) => tagJson(ctx, await queries.find(ctx, params.slug)),
  )
}

/** A tag as JSON. */
function tagJson(ctx: Ctx, { id, slug, name, description, threads, synonyms }: queries.TagRow) {
  const url = new URL(tagPath(slug), ctx.host.env.publicUrl).href
  return { id: String(id), slug, name, description, threadCount: threads, synonyms, url }
}
