import { Type } from 'typebox'
import type { Ctx } from '../core/context.ts'
import { IdParams } from '../core/http/schemas.ts'
import type { PageAnswer, PageRoutes } from '../site/routes.ts'
import * as outbox from './outbox.ts'
import { administer } from './policy.ts'
import * as queries from './queries.ts'
import { AdminMail, AdminOutbox } from './views.tsx'

const PER_PAGE = 50

const PATH = '/admin/outbox'

const Query = Type.Object({
  cursor: Type.Optional(Type.String({ maxLength: 200 })),
  notice: Type.Optional(Type.Enum(['tried'])),
})

export function pages(routes: PageRoutes): void {
  routes.get(PATH, { query: Query, budget: 4 }, async (ctx, { query }) => showAll(ctx, query))

  routes.get(`${PATH}/:id`, { params: IdParams, budget: 3 }, async (ctx, { params }) => showOne(ctx, params.id, null))

  routes.post(
    `${PATH}/retries`,
    { budget: 8, form: (ctx, _request, { problem }) => showAll(ctx, { problem }) },
    async ctx => {
      administer(ctx)
      await outbox.retryFailed(ctx)
      return { redirect: `${PATH}?notice=tried` }
    },
  )

  routes.post(
    `${PATH}/:id/retries`,
    { params: IdParams, budget: 8, form: (ctx, { params }, { problem }) => showOne(ctx, params.id, problem) },
    async (ctx, { params }) => {
      administer(ctx)
      await outbox.retry(ctx, params)
      return { redirect: `${PATH}?notice=tried` }
    },
  )
}

type Shown = {
  readonly cursor?: string
  readonly notice?: 'tried'
  /** Why a button did nothing. */
  readonly problem?: string | null
}

async function showAll(ctx: Ctx, { cursor, notice, problem = null }: Shown): Promise<PageAnswer> {
  administer(ctx)
  const { items, nextCursor } = await queries.outbox(ctx, { cursor, limit: PER_PAGE })
  const sends = ctx.host.env.smtpUrl !== null
  const failed = sends ? await queries.failedMails(ctx) : 0
  return {
    view: page => (
      <AdminOutbox
        page={page}
        mails={items}
        nextCursor={nextCursor}
        firstPage={cursor === undefined}
        sends={sends}
        failed={failed}
        tried={notice === 'tried'}
        problem={problem}
      />
    ),
  }
}

async function showOne(ctx: Ctx, id: number, problem: string | null): Promise<PageAnswer> {
  administer(ctx)
  const mail = await queries.mail(ctx, id)
  const sends = ctx.host.env.smtpUrl !== null
  return { view: page => <AdminMail page={page} mail={mail} sends={sends} problem={problem} /> }
}
