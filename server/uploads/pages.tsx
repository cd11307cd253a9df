import { Type } from 'typebox'
import type { Ctx } from '../core/context.ts'
import { withFile } from '../core/http/form-file.ts'
import { IdParams } from '../core/http/schemas.ts'
import { EMPTY_FORM, type FormState, type PageAnswer, type PageRoutes } from '../site/routes.ts'
import { usedSpace } from './keep.ts'
import { maySend } from './policy.ts'
import * as queries from './queries.ts'
import * as service from './service.ts'
import { spaceOf } from './settings.ts'
import { MyUploadsPage, NewUploadPage } from './views.tsx'

const NewQuery = Type.Object({ made: Type.Optional(IdParams.properties.id) })

const ListPageQuery = Type.Object({
  cursor: Type.Optional(Type.String({ maxLength: 200 })),
  notice: Type.Optional(Type.String({ maxLength: 40 })),
})

const MINE = '/settings/uploads'
const AT_ONCE = 30

/** What takes a file. */
export function filePages(routes: PageRoutes): void {
  routes.post(
    '/uploads',
    { budget: 13, form: (ctx, _request, form) => showNew(ctx, { form }) },
    async (ctx, { raw }) => {
      const under = service.incomingFolder(ctx)
      const { id } = await service.create(ctx, (maxBytes, work) => withFile(raw, { maxBytes, under }, work))
      return { redirect: `/uploads/new?made=${id}` }
    },
  )
}

export function pages(routes: PageRoutes): void {
  routes.get('/uploads/new', { query: NewQuery, budget: 3 }, async (ctx, { query }) => showNew(ctx, query))

  routes.get(MINE, { query: ListPageQuery, budget: 3 }, async (ctx, { query }) => showMine(ctx, query))

  routes.post(
    '/uploads/:id/delete',
    { params: IdParams, budget: 9, form: (ctx, _request, form) => showMine(ctx, { form }) },
    async (ctx, { params }) => {
      await service.remove(ctx, params)
      return { redirect: `${MINE}?notice=deleted` }
    },
  )
}

async function showNew(ctx: Ctx, { made, form }: { made?: number; form?: FormState }): Promise<PageAnswer> {
  const { memberId, allowed } = maySend(ctx)
  const upload = made === undefined ? null : await queries.get(ctx, made)
  const space = { used: await usedSpace(ctx, memberId), megabytes: spaceOf(ctx, ctx.actor) }
  const limits = {
    pictureMegabytes: ctx.setting('uploads.pictureMegabytes'),
    fileMegabytes: ctx.setting('uploads.fileMegabytes'),
  }
  return {
    view: page => (
      <NewUploadPage
        page={page}
        form={form ?? EMPTY_FORM}
        upload={upload}
        allowed={allowed}
        limits={limits}
        space={space}
      />
    ),
  }
}

type Mine = { readonly cursor?: string; readonly notice?: string; readonly form?: FormState }

async function showMine(ctx: Ctx, { cursor, notice, form }: Mine): Promise<PageAnswer> {
  const { items, nextCursor } = await queries.listWithUse(ctx, { cursor, limit: AT_ONCE })
  const space = { used: await usedSpace(ctx, ctx.actor.id ?? 0), megabytes: spaceOf(ctx, ctx.actor) }
  return {
    view: page => (
      <MyUploadsPage
        page={page}
        form={form ?? EMPTY_FORM}
        uploads={items}
        space={space}
        nextCursor={nextCursor}
        firstPage={cursor === undefined}
        deleted={notice === 'deleted'}
      />
    ),
  }
}
