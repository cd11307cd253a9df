import type { Ctx } from '../core/context.ts'
import type { ApiRoutes } from '../core/http/api.ts'
import { withFile } from '../core/http/form-file.ts'
import { IdParams, ListQuery, listOf, Nothing } from '../core/http/schemas.ts'
import { markdownOf, uploadPath } from './paths.ts'
import * as queries from './queries.ts'
import { UploadForm, UploadJson } from './schema.ts'
import * as service from './service.ts'

const tag = 'Uploads'

/** What takes a file. */
export function filesApi(routes: ApiRoutes): void {
  routes.post(
    '/uploads',
    {
      tag,
      id: 'createUpload',
      summary: 'Send a picture or a file for a post',
      form: UploadForm,
      response: UploadJson,
      status: 201,
      budget: 14,
      replay: read,
    },
    async (ctx, { reply }) => {
      const under = service.incomingFolder(ctx)
      const { id } = await service.create(ctx, (maxBytes, work) =>
        withFile(reply.request, { maxBytes, under, fields: ['purpose'] }, work),
      )
      return read(ctx, id)
    },
  )
}

export function api(routes: ApiRoutes): void {
  routes.get(
    '/uploads',
    {
      tag,
      id: 'listUploads',
      summary: 'List what one has sent, newest first',
      query: ListQuery,
      response: listOf(UploadJson),
      budget: 2,
    },
    async (ctx, { query }) => {
      const page = await queries.list(ctx, { cursor: query.cursor, limit: query.limit ?? 30 })
      return { ...page, items: page.items.map(uploadJson) }
    },
  )

  routes.get(
    '/uploads/:id',
    {
      tag,
      id: 'getUpload',
      summary: 'Read one of one’s own uploads',
      params: IdParams,
      response: UploadJson,
      budget: 2,
    },
    async (ctx, { params }) => read(ctx, params.id),
  )

  routes.delete(
    '/uploads/:id',
    {
      tag,
      id: 'deleteUpload',
      summary: 'Delete one of one’s own uploads that no post shows',
      params: IdParams,
      response: Nothing,
      status: 204,
      budget: 8,
    },
    async (ctx, { params }) => service.remove(ctx, params),
  )
}

const read = async (ctx: Ctx, id: number) => uploadJson(await queries.get(ctx, id))

/** An upload as JSON. */
function uploadJson(row: queries.UploadRow) {
  const { id, key, name, type, width, height, bytes, createdAt } = row
  const url = uploadPath(row)
  return {
    id: String(id),
    key,
    name,
    type,
    kind: width === null ? 'file' : 'image',
    width,
    height,
    bytes,
    url,
    markdown: markdownOf(row),
    createdAt: createdAt.toISOString(),
  }
}
