import type { Ctx } from '../core/context.ts'
import { NotFound } from '../core/errors.ts'
import type { Standing } from '../core/events/standing.ts'
import type { ApiRoutes } from '../core/http/api.ts'
import { IdParams, listOf, Nothing } from '../core/http/schemas.ts'
import type { QueuedJob } from '../core/job-list.ts'
import * as queries from './queries.ts'
import { ConsumerJson, ConsumerParams, JobJson, JobsQuery, Retried, ScheduleJson } from './schema.ts'
import * as service from './service.ts'

const tag = 'Operations'

export function api(routes: ApiRoutes): void {
  jobRoutes(routes)
  consumerRoutes(routes)
}

function jobRoutes(routes: ApiRoutes): void {
  routes.get(
    '/jobs',
    {
      tag,
      id: 'listJobs',
      summary: 'List the jobs that wait, run or have failed, the newest first',
      query: JobsQuery,
      response: listOf(JobJson),
      budget: 2,
    },
    async (ctx, { query: { limit = 30, ...query } }) => {
      const page = await queries.jobs(ctx, { ...query, limit })
      return { ...page, items: page.items.map(jobJson) }
    },
  )

  routes.get(
    '/schedules',
    {
      tag,
      id: 'listSchedules',
      summary: 'List what comes by itself, and when',
      response: listOf(ScheduleJson),
      budget: 2,
    },
    async ctx => ({
      items: (await queries.schedules(ctx)).map(one => ({
        ...one,
        lastAt: textOf(one.lastAt),
        nextAt: textOf(one.nextAt),
      })),
      nextCursor: null,
    }),
  )

  routes.post(
    '/jobs/retries',
    { tag, id: 'retryJobs', summary: 'Let all jobs that were given up be tried again', response: Retried, budget: 6 },
    async ctx => ({ count: await service.retryGivenUp(ctx) }),
  )

  routes.post(
    '/jobs/:id/retries',
    {
      tag,
      id: 'retryJob',
      summary: 'Let a job be tried now, its attempts counted anew',
      params: IdParams,
      response: Nothing,
      status: 204,
      budget: 8,
    },
    async (ctx, { params }) => service.retryJob(ctx, params),
  )

  routes.delete(
    '/jobs/:id',
    {
      tag,
      id: 'deleteJob',
      summary: 'Take a job that failed out of the queue; what it was to do stays undone',
      params: IdParams,
      response: Nothing,
      status: 204,
      budget: 8,
    },
    async (ctx, { params }) => service.dropJob(ctx, params),
  )
}

function consumerRoutes(routes: ApiRoutes): void {
  routes.get(
    '/consumers',
    {
      tag,
      id: 'listConsumers',
      summary: 'List those that follow the log of events, and how far they are',
      response: listOf(ConsumerJson),
      budget: 3,
    },
    async ctx => {
      const { consumers } = await queries.followers(ctx)
      return { items: consumers.map(one => consumerJson(ctx, one)), nextCursor: null }
    },
  )

  routes.post(
    '/consumers/:name/retries',
    {
      tag,
      id: 'retryConsumer',
      summary: 'Let a consumer read on now; the answer says how it stands then',
      params: ConsumerParams,
      response: ConsumerJson,
      budget: 8,
    },
    async (ctx, { params }) => {
      await service.retryConsumer(ctx, params)
      const found = (await queries.followers(ctx)).consumers.find(({ name }) => name === params.name)
      if (!found) throw new NotFound()
      return consumerJson(ctx, found)
    },
  )
}

const textOf = (at: Date | null): string | null => at?.toISOString() ?? null

const jobJson = (job: QueuedJob) => ({
  ...job,
  id: String(job.id),
  addedAt: job.addedAt.toISOString(),
  runAt: job.runAt.toISOString(),
  startedAt: textOf(job.startedAt),
})

const consumerJson = (ctx: Ctx, { since, failingSince, ...one }: Standing) => ({
  ...one,
  behindSeconds: since ? Math.max(0, Math.floor((ctx.now().getTime() - since.getTime()) / 1000)) : 0,
  failingSince: textOf(failingSince),
})
