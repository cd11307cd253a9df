/** Work that is slow or leaves the machine: graphile-worker's queue. Only consumers and schedules add jobs. */
import { sql } from 'drizzle-orm'
import type { Runner, Task } from 'graphile-worker'
import type postgres from 'postgres'
import type { Ctx, Log } from './context.ts'
import type { DatabaseTarget } from './db.ts'
import { plainError } from './trouble.ts'

/**
 * One job: its payload was written by `addJob` under the same name; each job checks what it is given. The signal says that
 * the process has to go (5 s after it was asked to): what takes longer heeds it.
 */
type Job = (ctx: Ctx, payload: unknown, signal: AbortSignal) => Promise<void>
export type Jobs = Readonly<Record<string, Job>>
/** Five fields of cron in UTC, and the job it adds. */
export type Schedule = { readonly cron: string; readonly job: string }

/**
 * Adds a job in the surrounding transaction. A job of the same `key` that still waits is replaced.
 * @param after seconds for which it is left alone
 */
export async function addJob(ctx: Ctx, name: string, payload: unknown, key?: string, after = 0): Promise<void> {
  await ctx.db.execute(sql`
    select graphile_worker.add_job(${name}, payload := ${JSON.stringify(payload)}::json, job_key := ${key ?? null},
      run_at := now() + make_interval(secs => ${after}))`)
}

/** How many jobs of these names are due and not done. Others, of a plugin that was switched off, wait for it. */
export async function dueJobs(ctx: Ctx, names: readonly string[]): Promise<number> {
  const [row] = await ctx.db.execute<{ due: number }>(sql`
    select count(*)::int as due from graphile_worker.jobs
    where attempts < max_attempts and run_at <= now()
      and task_identifier in ${listed(names)}`)
  return row?.due ?? 0
}

/** Whether a job of this name is due, or being done; not where there is no queue yet. */
export const isDue = async (ctx: Ctx, name: string): Promise<boolean> =>
  (await hasQueue(ctx)) && (await dueJobs(ctx, [name])) > 0

/** Forgets the jobs whose names begin so, but for these names; one that is being done ends first. */
export async function forgetJobs(ctx: Ctx, prefix: string, but: readonly string[]): Promise<void> {
  if (!(await hasQueue(ctx))) return
  await ctx.db.execute(sql`
    select graphile_worker.complete_jobs(array(
      select id from graphile_worker.jobs
      where starts_with(task_identifier, ${prefix}) and task_identifier not in ${listed(but)}))`)
}

export type JobTrouble = {
  /** Tried so often that they are tried no more. */
  readonly givenUp: number
  /** Failed, and tried again later. */
  readonly failing: number
  /** Due for ten minutes, and nobody has begun. */
  readonly late: number
  /** What the last one that failed was, and said. */
  readonly last: string | null
}

const NO_TROUBLE: JobTrouble = { givenUp: 0, failing: 0, late: 0, last: null }

/**
 * What is wrong with the queue; all is well where there is none yet.
 * @param resting whose jobs nobody does at present: the first parts of their names
 * @param ours names that are somebody else's, however they begin
 */
export async function jobTrouble(
  ctx: Ctx,
  { resting, ours }: { readonly resting: readonly string[]; readonly ours: readonly string[] },
): Promise<JobTrouble> {
  if (!(await hasQueue(ctx))) return NO_TROUBLE
  const [row] = await ctx.db.execute<JobTrouble>(sql`
    select count(*) filter (where attempts >= max_attempts and locked_at is null)::int as "givenUp",
      count(*) filter (where attempts < max_attempts and last_error is not null)::int as failing,
      count(*) filter (where attempts < max_attempts and locked_at is null and run_at < now() - interval '10 minutes')::int as late,
      (array_agg(task_identifier || ': ' || last_error order by updated_at desc) filter (where last_error is not null))[1] as last
    from graphile_worker.jobs
    where split_part(task_identifier, '.', 1) not in ${listed(resting)} or task_identifier in ${listed(ours)}`)
  return row ?? NO_TROUBLE
}

/** Whether there is a queue: its tables are made when a server first starts, and a command may be run before. */
export async function hasQueue(ctx: Ctx): Promise<boolean> {
  const [queue] = await ctx.db.execute<{ name: string | null }>(
    sql`select to_regclass('graphile_worker.jobs')::text as name`,
  )
  return queue?.name != null
}

const listed = (names: readonly string[]) => sql`(select json_array_elements_text(${JSON.stringify(names)}::json))`

/** What `pasteJobs` adds again, as JSON: the jobs that wait, or are tried again. The queue's own tables show no payload otherwise. */
export async function copyJobs(sql: postgres.TransactionSql): Promise<string> {
  const [queue] = await sql<{ name: string | null }[]>`select to_regclass('graphile_worker._private_jobs')::text name`
  if (!queue?.name) return '[]'
  const [row] = await sql<{ jobs: string }[]>`
    select coalesce(json_agg(json_build_object('task', t.identifier, 'payload', j.payload, 'queue', q.queue_name,
      'runAt', j.run_at, 'maxAttempts', j.max_attempts, 'key', j.key, 'priority', j.priority) order by j.id), '[]')::text jobs
    from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    left join graphile_worker._private_job_queues q on q.id = j.job_queue_id
    where j.attempts < j.max_attempts`
  return row?.jobs ?? '[]'
}

/** Adds jobs that were copied, in the surrounding transaction; their attempts are counted anew. */
export async function pasteJobs(sql: postgres.TransactionSql, jobs: string): Promise<void> {
  await sql`
    select graphile_worker.add_job(j.task, payload := j.payload, queue_name := j.queue, run_at := j."runAt",
      max_attempts := j."maxAttempts", job_key := j.key, priority := j.priority)
    from json_to_recordset(${jobs}::text::json) j
      (task text, payload json, queue text, "runAt" timestamptz, "maxAttempts" int, key text, priority int)`
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

/**
 * How a job ended is told in "batches" that wait for nothing: the queue's end waits for those, and for nothing else that
 * is told (0.17.3). Otherwise a job that a stop finds under way stays locked for four hours, and is done once more.
 */
const TOLD_TO_THE_END = { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } } as const

/** Starts to work off the queue. */
export async function startJobs({ target, jobs, schedules, context, log }: WorkerParts): Promise<Runner> {
  const { parseCronItems, run } = await import('graphile-worker')
  return run({
    preset: TOLD_TO_THE_END,
    connectionString: address(target),
    maxPoolSize: 3,
    concurrency: 2,
    noHandleSignals: true,
    logger: await quietLogger(log),
    parsedCronItems: parseCronItems(schedules.map(({ cron, job }) => ({ match: cron, task: job, identifier: job }))),
    taskList: Object.fromEntries(
      Object.entries(jobs).map(([name, job]): [string, Task] => [
        name,
        // The queue keeps and logs what an error says.
        (payload, { abortSignal }) =>
          job(context(), payload, abortSignal).catch(error => {
            throw plainError(error)
          }),
      ]),
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
