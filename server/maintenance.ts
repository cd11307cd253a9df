/** What the house needs whoever lives in it: health answers, partitions of the log, and forgetting what is old. */
import { sql } from 'drizzle-orm'
import { forgetOldKeys } from './core/idempotency.ts'
import { forgetOldLimits } from './core/limits.ts'
import { forgetOldMails, mailRetries, send } from './core/mail/queue.ts'
import { defineFeature } from './feature.ts'

const MONTHS_AHEAD = 3

export default defineFeature({
  id: 'core',
  consumers: [mailRetries],
  jobs: {
    'core.partitions': async ctx => void (await ctx.db.execute(sql`select create_event_partitions(${MONTHS_AHEAD})`)),
    'core.forget': async ctx => {
      await forgetOldKeys(ctx)
      await forgetOldLimits(ctx)
      await forgetOldMails(ctx)
    },
    'mail.send': send,
  },
  schedules: [
    { cron: '10 3 * * *', job: 'core.partitions' },
    { cron: '40 * * * *', job: 'core.forget' },
  ],
  routes: (scope, { context }) => {
    scope.get('/healthz', { config: { budget: 0, open: true } }, async (_request, reply) =>
      reply.header('cache-control', 'no-store').send({ status: 'up' }),
    )
    scope.get('/readyz', { config: { budget: 1, open: true } }, async (_request, reply) => {
      reply.header('cache-control', 'no-store')
      try {
        await context().db.execute(sql`select 1 from cache_versions limit 1`)
        return { status: 'ready' }
      } catch {
        return reply.status(503).send({ status: 'the database does not answer' })
      }
    })
  },
})
