/** What works behind the pages: jobs, those that follow the log, schedules. */
import { Type } from 'typebox'
import type { Ctx } from '../core/context.ts'
import { IdParams } from '../core/http/schemas.ts'
import { JOB_STATES, type JobState } from '../core/job-list.ts'
import * as queries from '../operations/queries.ts'
import { ConsumerParams } from '../operations/schema.ts'
import * as service from '../operations/service.ts'
import type { FormState, PageAnswer, PageRoutes } from '../site/routes.ts'
import { administer } from './policy.ts'
import { AdminJobs } from './views.tsx'

const PER_PAGE = 50

const NOTICES = ['tried', 'dropped', 'went-on', 'failed-again'] as const
export type JobNotice = (typeof NOTICES)[number]

const Query = Type.Object({
  state: Type.Optional(Type.Enum([...JOB_STATES])),
  cursor: Type.Optional(Type.String({ maxLength: 200 })),
  notice: Type.Optional(Type.Enum([...NOTICES])),
})

const PATH = '/admin/jobs'

export function pages(routes: PageRoutes): void {
  routes.get(PATH, { query: Query, budget: 6 }, async (ctx, { query }) => show(ctx, query))

  const acting = {
    params: IdParams,
    budget: 14,
    form: (ctx: Ctx, _request: unknown, { problem }: FormState) => show(ctx, { problem }),
  }

  routes.post(`${PATH}/:id/retries`, acting, async (ctx, { params }) => {
    await service.retryJob(ctx, params)
    return { redirect: `${PATH}?notice=tried` }
  })

  routes.post(`${PATH}/:id/delete`, acting, async (ctx, { params }) => {
    await service.dropJob(ctx, params)
    return { redirect: `${PATH}?notice=dropped` }
  })

  routes.post(`${PATH}/retries`, { budget: 8 }, async ctx => {
    await service.retryGivenUp(ctx)
    return { redirect: `${PATH}?notice=tried` }
  })

  routes.post('/admin/consumers/:name/retries', { params: ConsumerParams, budget: 6 }, async (ctx, { params }) => {
    const wentOn = await service.retryConsumer(ctx, params)
    return { redirect: `${PATH}?notice=${wentOn ? 'went-on' : 'failed-again'}` }
  })
}

type Shown = {
  readonly state?: JobState
  readonly cursor?: string
  readonly notice?: JobNotice
  /** Why a button did nothing. */
  readonly problem?: string | null
}

async function show(ctx: Ctx, { state, cursor, notice, problem = null }: Shown): Promise<PageAnswer> {
  administer(ctx)
  const { items, nextCursor } = await queries.jobs(ctx, { state, cursor, limit: PER_PAGE })
  const counts = await queries.jobCounts(ctx)
  const log = await queries.followers(ctx)
  const schedules = await queries.schedules(ctx)
  return {
    view: page => (
      <AdminJobs
        page={page}
        jobs={items}
        nextCursor={nextCursor}
        firstPage={cursor === undefined}
        state={state ?? null}
        counts={counts}
        log={log}
        schedules={schedules}
        notice={notice ?? null}
        problem={problem}
      />
    ),
  }
}
