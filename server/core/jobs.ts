/** Work that is slow or leaves the machine: graphile-worker's queue. Only consumers and schedules add jobs. */
import { sql } from 'drizzle-orm'
import type { Runner } from 'graphile-worker'
import type { Ctx, Log } from './context.ts'
import type { DatabaseTarget } from './db.ts'

/** One job: its payload was written by `addJob` under the same name; each job checks what it is given. */
type Job = (ctx: Ctx, payload: unknown) => Promise<void>
export type Jobs = Readonly<Record<string, Job>>
/** Five fields of cron in UTC, and the job it adds. */
export type Schedule = { readonly cron: string; readonly job: string }

/** Adds a job in the surrounding transaction. A job of the same `key` that still waits is replaced. */
export async function addJob(ctx: Ctx, name: string, payload: unknown, key?: string): Promise<void> {
  await ctx.db.execute(
    sql`select graphile_worker.add_job(${name}, payload := ${JSON.stringify(payload)}::json, job_key := ${key ?? null})`,
  )
}

/** Jobs that are due and not done; null while the queue has never been started. */
export async function dueJobs(ctx: Ctx): Promise<number> {
  const [row] = await ctx.db.execute<{ due: number }>(
    sql`select count(*)::int as due from graphile_worker.jobs where attempts < max_attempts and run_at <= now()`,
  )
  return row?.due ?? 0
}

type WorkerParts = {
  readonly target: DatabaseTarget
  readonly jobs: Jobs
  readonly schedules: readonly Schedule[]
  readonly context: () => Ctx
  readonly log: Log
}

/** Makes the queue's own tables; before the first `addJob`. */
export async function migrateJobs(target: DatabaseTarget, log: Log): Promise<void> {
  const { runMigrations } = await import('graphile-worker')
  await runMigrations({ connectionString: address(target), logger: await quietLogger(log) })
}

/** Starts to work off the queue. */
export async function startJobs({ target, jobs, schedules, context, log }: WorkerParts): Promise<Runner> {
  const { parseCronItems, run } = await import('graphile-worker')
  return run({
    connectionString: address(target),
    maxPoolSize: 3,
    concurrency: 2,
    noHandleSignals: true,
    logger: await quietLogger(log),
    parsedCronItems: parseCronItems(schedules.map(({ cron, job }) => ({ match: cron, task: job, identifier: job }))),
    taskList: Object.fromEntries(
      Object.entries(jobs).map(([name, job]) => [name, (payload: unknown) => job(context(), payload)]),
    ),
  })
}

async function quietLogger(log: Log) {
  const { Logger } = await import('graphile-worker')
  return new Logger(() => (level, message) => {
    if (level === 'error') log.error(message)
    else if (level === 'warning') log.warn(message)
    else log.debug(message)
  })
}

/** The socket's folder goes into the query, where node-postgres looks for it. */
function address(target: DatabaseTarget): string {
  if ('url' in target) return target.url
  const { host, port = 5432, database, user } = target
  return `postgres://${user}@/${database}?host=${encodeURIComponent(host)}&port=${port}`
}
