import type { ApiRoutes } from '../core/http/api.ts'
import { threadPath } from '../threads/ledger.tsx'
import * as queries from './queries.ts'
import { CompletionQuery, CompletionsJson, SimilarJson, SimilarQuery } from './schema.ts'

export function api(routes: ApiRoutes): void {
  const tag = 'Completion'

  routes.get(
    '/completions',
    {
      tag,
      id: 'listCompletions',
      summary: 'Complete a name that is being typed: at most eight, the likeliest first',
      query: CompletionQuery,
      response: CompletionsJson,
      budget: 3,
    },
    async (ctx, { query: { kind, q = '', thread } }) => {
      const threadId = thread === undefined ? null : Number(thread)
      if (kind === 'member') return { items: await queries.completeMembers(ctx, { q, threadId }) }
      return { items: await (kind === 'group' ? queries.completeGroups(ctx, { q }) : queries.completeTags(ctx, { q })) }
    },
  )

  routes.get(
    '/threads/similar',
    {
      tag,
      id: 'listSimilarThreads',
      summary: 'Find threads whose titles say much the same',
      query: SimilarQuery,
      response: SimilarJson,
      budget: 3,
    },
    async (ctx, { query }) => {
      const found = await queries.similarThreads(ctx, query.title)
      return {
        items: found.map(({ id, title, replyCount, categoryId, ...thread }) => ({
          id: String(id),
          title,
          replyCount,
          categoryId: String(categoryId),
          url: new URL(threadPath({ id, ...thread }), ctx.host.env.publicUrl).href,
        })),
      }
    },
  )
}
