import type { Category } from '../categories/tree.ts'
import type { Ctx } from '../core/context.ts'
import { Invalid } from '../core/errors.ts'
import type { ApiRoutes } from '../core/http/api.ts'
import { personJson } from '../core/http/schemas.ts'
import { wantedOf } from './asked.ts'
import { MOST_COUNTED } from './engine.ts'
import type { FoundGroup } from './finds.ts'
import { resultPath } from './paths.ts'
import {
  CompletionsJson,
  CompletionsQuery,
  FacetsJson,
  FacetsQuery,
  ResultsJson,
  SearchQuery,
  SuggestionsJson,
  SuggestionsQuery,
} from './schema.ts'
import { complete, type Result, search, searchFacets, suggest } from './service.ts'

export function api(routes: ApiRoutes): void {
  const tag = 'Search'

  routes.get(
    '/search',
    {
      tag,
      id: 'search',
      summary: 'Find posts by their words: pages of results, up to the thousandth',
      query: SearchQuery,
      response: ResultsJson,
      budget: 9,
    },
    async (ctx, { query: { limit = 30, ...given } }) => {
      const wanted = wantedOf(given, ctx.host.kinds)
      if ((wanted.page - 1) * limit >= MOST_COUNTED) {
        throw new Invalid({ page: { key: 'invalid.maximum', values: { max: Math.ceil(MOST_COUNTED / limit) } } })
      }
      const { items, total, meant, unknown } = await search(ctx, wanted, { limit, beside: false })
      return {
        items: items.map(one => resultJson(ctx, one)),
        total,
        nextPage: wanted.page * limit < total ? wanted.page + 1 : null,
        meant: [...meant].map(([typed, meant]) => ({ typed, meant })),
        unknown: unknown.map(name => (name === 'tags' ? 'tag' : name)),
      }
    },
  )

  routes.get(
    '/search/suggestions',
    {
      tag,
      id: 'listSearchSuggestions',
      summary:
        'Find what somebody may be about to type: threads, members, categories, tags and what plugins bring, a few of each',
      query: SuggestionsQuery,
      response: SuggestionsJson,
      budget: 9,
    },
    async (ctx, { query: { q } }) => {
      const { threads, names, groups } = await suggest(ctx, q)
      return {
        threads: threads.map(one => resultJson(ctx, one)),
        members: names.members.map(personJson),
        categories: names.categories.map(one => categoryJson(ctx, one)),
        tags: names.tags.map(({ slug, name }) => ({ slug, name })),
        found: groups.map(one => groupJson(ctx, one)),
      }
    },
  )

  routes.get(
    '/search/facets',
    {
      tag,
      id: 'listSearchFacets',
      summary: 'Count what a search finds by what may narrow it',
      query: FacetsQuery,
      response: FacetsJson,
      budget: 11,
    },
    async (ctx, { query }) => {
      const { categories, authors, ...facets } = await searchFacets(ctx, wantedOf(query, ctx.host.kinds))
      return {
        ...facets,
        categories: categories.map(({ category, count }) => ({ ...categoryJson(ctx, category), count })),
        authors: authors.map(author => ({ ...personJson(author), count: author.count })),
      }
    },
  )

  routes.get(
    '/search/completions',
    {
      tag,
      id: 'listSearchCompletions',
      summary: 'Complete what is typed after an operator: at most eight, the likeliest first',
      query: CompletionsQuery,
      response: CompletionsJson,
      budget: 3,
    },
    async (ctx, { query: { operator, q = '' } }) => ({ items: await complete(ctx, { operator, q }) }),
  )
}

const categoryJson = (ctx: Ctx, { id, slug, name }: Category) => ({
  id: String(id),
  slug,
  name,
  url: new URL(`/c/${slug}`, ctx.host.env.publicUrl).href,
})

const groupJson = (ctx: Ctx, { items, ...group }: FoundGroup) => ({
  ...group,
  items: items.map(({ path, ...item }) => ({ ...item, url: new URL(path, ctx.host.env.publicUrl).href })),
})

const resultJson = (ctx: Ctx, result: Result) => ({
  postId: String(result.postId),
  number: result.number,
  threadId: String(result.thread.id),
  threadTitle: result.thread.title,
  categoryId: String(result.thread.categoryId),
  kind: result.thread.kind,
  status: result.thread.status,
  replyCount: result.thread.replyCount,
  author: personJson(result.author),
  createdAt: result.createdAt.toISOString(),
  title: result.title,
  snippet: result.snippet,
  url: new URL(resultPath(result), ctx.host.env.publicUrl).href,
})
