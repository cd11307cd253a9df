import { Type } from 'typebox'
import type { ApiRoutes } from '../core/http/api.ts'
import { ListQuery, listOf } from '../core/http/schemas.ts'
import { listJson } from '../threads/api.ts'
import { listing } from '../threads/listing.ts'
import { USUAL_PERIOD } from '../threads/periods.ts'
import { ThreadJson } from '../threads/schema.ts'
import { PeriodParam } from './schema.ts'

export function api(routes: ApiRoutes): void {
  routes.get(
    '/threads/top',
    {
      tag: 'Threads',
      id: 'listTopThreads',
      summary: 'List the threads that moved most people in a period (a week unless said), those first',
      query: Type.Object(
        { ...ListQuery.properties, period: Type.Optional(PeriodParam) },
        { additionalProperties: false },
      ),
      response: listOf(ThreadJson),
      budget: 3,
    },
    async (ctx, { query: { period = USUAL_PERIOD, cursor, limit = 30 } }) =>
      listJson(ctx, await listing(ctx, { top: period, cursor, limit })),
  )
}
