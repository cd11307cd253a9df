/** Numbers that stand in the database, the same whichever process is asked: read when Prometheus asks. */
import { sql } from 'drizzle-orm'
import { Gauge, Registry } from 'prom-client'
import type { Ctx } from '../core/context.ts'
import { lagOf } from '../core/events/lag.ts'

type Numbers = {
  readonly jobs: { readonly waiting: number; readonly due: number; readonly failed: number }
  readonly mails: { readonly waiting: number; readonly failing: number }
}

/** As Prometheus reads it. Two queries. */
export async function metricsOfCommunity(ctx: Ctx): Promise<string> {
  const lags = await lagOf(ctx)
  const { jobs, mails } = await numbersOf(ctx)
  const registry = new Registry()
  const gauge = (name: string, help: string, labelNames: string[]) =>
    new Gauge({ name: `guildhall_${name}`, help, labelNames, registers: [registry] })

  const behind = gauge('consumer_lag_events', 'Events of the log that a consumer has not read', ['consumer'])
  const age = gauge('consumer_lag_seconds', 'Age of the oldest of them', ['consumer'])
  for (const { name } of ctx.host.consumers) {
    const lag = lags.find(one => one.consumer === name)
    behind.set({ consumer: name }, lag?.events ?? 0)
    age.set({ consumer: name }, lag ? (ctx.now().getTime() - lag.since.getTime()) / 1000 : 0)
  }
  const queue = gauge('jobs', 'Jobs, by whether they wait for their time, are due, or were given up', ['state'])
  for (const [state, count] of Object.entries(jobs)) queue.set({ state }, count)
  const post = gauge('mails', 'Mails that wait, and those of them whose sending has failed', ['state'])
  for (const [state, count] of Object.entries(mails)) post.set({ state }, count)
  return registry.metrics()
}

async function numbersOf(ctx: Ctx): Promise<Numbers> {
  const [row] = await ctx.db.execute<Numbers>(sql`
    select
      (select json_build_object('waiting', count(*) filter (where attempts < max_attempts and run_at > now()),
          'due', count(*) filter (where attempts < max_attempts and run_at <= now()),
          'failed', count(*) filter (where attempts >= max_attempts))
        from graphile_worker.jobs) as jobs,
      (select json_build_object('waiting', count(*), 'failing', count(*) filter (where attempts > 0))
        from mails where sent_at is null) as mails`)
  if (!row) throw new Error('the numbers of the community did not come')
  return row
}
