import { Type } from 'typebox'
import type { Ctx } from '../core/context.ts'
import type { ApiRoutes } from '../core/http/api.ts'
import { Id, Timestamp } from '../core/http/schemas.ts'
import * as members from '../members/queries.ts'
import { NameParams } from '../members/schema.ts'
import * as service from './service.ts'

const MaybeAt = Type.Union([Timestamp, Type.Null()])

const ExportJson = Type.Object(
  {
    id: Id,
    memberId: Id,
    askedAt: Timestamp,
    madeAt: Type.Union([Timestamp, Type.Null()], { description: 'Null until it is made' }),
    expiresAt: MaybeAt,
    bytes: Type.Union([Type.Integer(), Type.Null()]),
    url: Type.Union([Type.String(), Type.Null()], { description: 'Path of the file, for whoever asked for it' }),
  },
  { $id: 'DataExport' },
)

export function api(routes: ApiRoutes): void {
  const tag = 'Members'

  routes.get(
    '/members/me/exports',
    {
      tag,
      id: 'listMyExports',
      summary: 'List the exports of personal data that you asked for and that are still there',
      response: Type.Object({ items: Type.Array(ExportJson) }),
      budget: 2,
    },
    async ctx => ({ items: (await service.list(ctx)).map(exportJson) }),
  )

  routes.post(
    '/members/me/exports',
    {
      tag,
      id: 'exportMe',
      summary: 'Ask for all that is known of you, as a file that is made in the background',
      response: ExportJson,
      status: 201,
      budget: 8,
      replay: read,
    },
    async ctx => read(ctx, (await service.askOwn(ctx)).id),
  )

  routes.post(
    '/members/:name/exports',
    {
      tag,
      id: 'exportMember',
      summary: 'Ask for all that is known of a member, as an administrator',
      params: NameParams,
      response: ExportJson,
      status: 201,
      budget: 12,
      replay: read,
    },
    async (ctx, { params }) => {
      const { id } = await members.get(ctx, params.name)
      return read(ctx, (await service.askFor(ctx, { id })).id)
    },
  )
}

const read = async (ctx: Ctx, id: number) => exportJson(await service.get(ctx, id))

const exportJson = ({ id, memberId, askedAt, madeAt, expiresAt, bytes, key }: service.ExportRow) => ({
  id: String(id),
  memberId: String(memberId),
  askedAt: askedAt.toISOString(),
  madeAt: madeAt?.toISOString() ?? null,
  expiresAt: expiresAt?.toISOString() ?? null,
  bytes,
  url: key && `/settings/data/${id}/file`,
})
