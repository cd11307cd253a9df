import { Type } from 'typebox'
import type { Ctx, Host } from '../core/context.ts'
import type { ApiRoutes } from '../core/http/api.ts'
import { etagOf, ifMatch, ListQuery, listOf, Nothing } from '../core/http/schemas.ts'
import { threadPath } from '../threads/ledger.tsx'
import * as queries from './queries.ts'
import { DraftJson, DraftParams, draftInput } from './schema.ts'
import * as service from './service.ts'

export function api(routes: ApiRoutes, { kinds }: Host): void {
  const tag = 'Drafts'

  routes.get(
    '/drafts',
    {
      tag,
      id: 'listDrafts',
      summary: 'List your drafts, the newest first',
      query: ListQuery,
      response: listOf(DraftJson),
      budget: 4,
    },
    async (ctx, { query }) => {
      const page = await queries.list(ctx, { cursor: query.cursor, limit: query.limit ?? 30 })
      return { ...page, items: page.items.map(item => draftJson(ctx, item)) }
    },
  )

  routes.get(
    '/drafts/:key',
    { tag, id: 'getDraft', summary: 'Read a draft of yours', params: DraftParams, response: DraftJson, budget: 3 },
    async (ctx, { params, reply }) => {
      const draft = await queries.get(ctx, params.key)
      reply.header('etag', etagOf(draft.version))
      return draftJson(ctx, draft)
    },
  )

  routes.put(
    '/drafts/:key',
    {
      tag,
      id: 'setDraft',
      summary: 'Keep a text that you began; `If-Match` or `If-None-Match: *` keep you from replacing another',
      params: DraftParams,
      body: draftInput(kinds),
      response: Type.Object({ key: Type.String(), version: Type.Integer() }),
      budget: 5,
      versioned: true,
    },
    async (ctx, { params, body, headers, reply }) => {
      const version = headers['if-none-match'] === '*' ? 0 : ifMatch(headers['if-match'])
      const saved = await service.save(ctx, { ...params, ...body, version })
      reply.header('etag', etagOf(saved.version))
      return { ...params, ...saved }
    },
  )

  routes.delete(
    '/drafts/:key',
    {
      tag,
      id: 'deleteDraft',
      summary: 'Forget a draft',
      params: DraftParams,
      response: Nothing,
      status: 204,
      budget: 2,
    },
    async (ctx, { params }) => service.remove(ctx, params),
  )
}

function draftJson(ctx: Ctx, { key, kind, body, fields, version, subject, createdAt, updatedAt }: queries.DraftItem) {
  return {
    key,
    kind,
    body,
    fields,
    version,
    subject: subject && {
      title: subject.title,
      url: new URL(threadPath(subject, subject.number ?? 1), ctx.host.env.publicUrl).href,
    },
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }
}
