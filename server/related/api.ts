import { Type } from 'typebox'
import { Gone } from '../core/errors.ts'
import type { ApiRoutes } from '../core/http/api.ts'
import { Id, IdParams } from '../core/http/schemas.ts'
import { threadPath } from '../threads/ledger.tsx'
import * as threads from '../threads/queries.ts'
import { relatedTo } from './queries.ts'

const RelatedJson = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        id: Id,
        title: Type.String(),
        replyCount: Type.Integer(),
        categoryId: Id,
        url: Type.String(),
        why: Type.Enum(['words', 'tags', 'readers'], {
          description:
            'What speaks most for it: the same words, the same tags, or that people who read the one read the other',
        }),
        words: Type.Array(Type.String(), { description: 'The words, where these are the reason' }),
      }),
    ),
  },
  { $id: 'RelatedThreads' },
)

export function api(routes: ApiRoutes): void {
  routes.get(
    '/threads/:id/related',
    {
      tag: 'Threads',
      id: 'listRelatedThreads',
      summary: 'List what is like a thread, at most five in sight, the likest first, each with the reason',
      params: IdParams,
      response: RelatedJson,
      budget: 3,
    },
    async (ctx, { params }) => {
      const thread = await threads.head(ctx, params.id)
      if (thread.deletedAt) throw new Gone()
      const related = await relatedTo(ctx, thread.id)
      return {
        items: related.map(({ id, title, replyCount, categoryId, slug, why, words }) => ({
          ...{ id: String(id), title, replyCount, categoryId: String(categoryId), why, words: [...words] },
          url: new URL(threadPath({ id, slug }), ctx.host.env.publicUrl).href,
        })),
      }
    },
  )
}
