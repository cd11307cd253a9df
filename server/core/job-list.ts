/** The queue and its schedules as those see them who keep the server: never a payload, which may hold a member's words. */
import { type SQL, sql } from 'drizzle-orm'
import type { Ctx } from './context.ts'
import { pageOf, readCursor } from './cursor.ts'
import type { Schedule } from './jobs.ts'
import { troubleIn } from './trouble.ts'

export const JOB_STATES = ['queued', 'running', 'failed', 'given-up'] as const
/** `failed`: tried again by itself, at `runAt`. `given-up`: tried as often as it may be, and no more. */
export type JobState = (typeof JOB_STATES)[number]

export type QueuedJob = {
  readonly id: number
  readonly name: string
  readonly state: JobState
  /** The numbers of its payload, which are ids. */
  readonly ids: Readonly<Record<string, number>>
  readonly attempts: number
  readonly maxAttempts: number
  readonly addedAt: Date
  /** When it is due. */
  readonly runAt: Date
  /** Of one that runs. */
  readonly startedAt: Date | null
  readonly trouble: string | null
}

/** One that was told to be tried now has no attempts, and so has not failed. */
const STATE = sql`case when j.locked_at is not null then 'running' when j.attempts >= j.max_attempts then 'given-up'
  when j.attempts > 0 and j.last_error is not null then 'failed' else 'queued' end`

const moment = (column: string): SQL => sql`(extract(epoch from ${sql.raw(column)}) * 1000)::float8`

const COLUMNS = sql`
  j.id::float8 as id, j.task_identifier as name, ${STATE} as state, j.attempts, j.max_attempts as "maxAttempts",
  ${moment('j.created_at')} as "addedAt", ${moment('j.run_at')} as "runAt", ${moment('j.locked_at')} as "startedAt",
  j.last_error as trouble,
  case when json_typeof(p.payload) = 'object' then (
    select json_object_agg(e.key, e.value) from json_each(p.payload) e where json_typeof(e.value) = 'number') end as ids`

type StoredJob = Omit<QueuedJob, 'ids' | 'addedAt' | 'runAt' | 'startedAt'> & {
  readonly ids: QueuedJob['ids'] | null
  readonly addedAt: number
  readonly runAt: number
  readonly startedAt: number | null
}

type ListOptions = {
  readonly state?: JobState | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

/** Jobs by key, the newest first. One query. @throws Invalid for a cursor that is none */
export async function listJobs(ctx: Ctx, { state, cursor, limit }: ListOptions) {
  const [before] = readCursor(cursor, 1) ?? []
  const rows = await ctx.db.execute<StoredJob>(sql`
    select ${COLUMNS} from graphile_worker.jobs j join graphile_worker._private_jobs p on p.id = j.id
    where ${before === undefined ? sql`true` : sql`j.id < ${before}::bigint`}
      and ${state === undefined ? sql`true` : sql`${STATE} = ${state}::text`}
    order by j.id desc limit ${limit + 1}`)
  const jobs = rows.map(
    ({ ids, trouble, addedAt, runAt, startedAt, ...row }): QueuedJob => ({
      ...row,
      ids: ids ?? {},
      trouble: trouble === null || row.attempts === 0 ? null : troubleIn(trouble),
      addedAt: new Date(addedAt),
      runAt: new Date(runAt),
      startedAt: startedAt === null ? null : new Date(startedAt),
    }),
  )
  return pageOf(jobs, limit, job => [job.id])
}

/** How many jobs are in each state. One query. */
export async function countJobs(ctx: Ctx): Promise<Readonly<Record<JobState, number>>> {
  const rows = await ctx.db.execute<{ state: JobState; many: number }>(
    sql`select ${STATE} as state, count(*)::int as many from graphile_worker.jobs j group by 1`,
  )
  const many = new Map(rows.map(row => [row.state, row.many]))
  const of = (state: JobState) => many.get(state) ?? 0
  return { queued: of('queued'), running: of('running'), failed: of('failed'), 'given-up': of('given-up') }
}

type Job = { readonly name: string; readonly state: JobState }

/** One job, locked where it waits; null where there is none. */
export async function lockJob(ctx: Ctx, id: number): Promise<Job | null> {
  await ctx.db.execute(sql`select from graphile_worker._private_jobs where id = ${id}::bigint for update`)
  // Read when it is locked: somebody may just have begun with it.
  const [row] = await ctx.db.execute<Job>(
    sql`select j.task_identifier as name, ${STATE} as state from graphile_worker.jobs j where j.id = ${id}::bigint`,
  )
  return row ?? null
}

/** Makes a waiting job due, its attempts counted anew. */
export async function makeDue(ctx: Ctx, id: number): Promise<void> {
  await ctx.db.execute(
    sql`select from graphile_worker.reschedule_jobs(array[${id}]::bigint[], run_at => now(), attempts => 0)`,
  )
}

/** The same of all that were given up. @returns how many there were */
export async function makeGivenUpDue(ctx: Ctx): Promise<number> {
  const [row] = await ctx.db.execute<{ many: number }>(sql`
    select count(*)::int as many from graphile_worker.reschedule_jobs(
      array(select j.id from graphile_worker.jobs j where ${STATE} = 'given-up'), run_at => now(), attempts => 0)`)
  return row?.many ?? 0
}

/** Takes a waiting job out of the queue. */
export async function removeJob(ctx: Ctx, id: number): Promise<void> {
  await ctx.db.execute(sql`select from graphile_worker.complete_jobs(array[${id}]::bigint[])`)
}

export type ScheduleRow = Schedule & { readonly lastAt: Date | null; readonly nextAt: Date | null }

/** What comes by itself, with when it last came. One query. */
export async function listSchedules(ctx: Ctx): Promise<ScheduleRow[]> {
  const rows = await ctx.db.execute<{ job: string; lastAt: number | null }>(sql`
    select identifier as job, ${moment('last_execution')} as "lastAt" from graphile_worker._private_known_crontabs`)
  const last = new Map(rows.map(({ job, lastAt }) => [job, lastAt]))
  return Promise.all(
    ctx.host.schedules.map(async schedule => {
      const lastAt = last.get(schedule.job) ?? null
      return {
        ...schedule,
        lastAt: lastAt === null ? null : new Date(lastAt),
        nextAt: await nextRun(schedule, ctx.now()),
      }
    }),
  )
}

const MINUTE_MS = 60_000
/** A day of February comes within eight years. */
const LOOK_AHEAD_MS = 8 * 366 * 24 * 60 * MINUTE_MS

/** The next minute that a schedule names, by the queue's own rule; null for one that never comes. */
async function nextRun({ cron, job }: Schedule, after: Date): Promise<Date | null> {
  const { parseCronItems } = await import('graphile-worker')
  const [item] = parseCronItems([{ match: cron, task: job, identifier: job }])
  const first = Math.floor(after.getTime() / MINUTE_MS + 1) * MINUTE_MS
  for (let time = first; item && time < first + LOOK_AHEAD_MS; time += MINUTE_MS) {
    const at = new Date(time)
    const [min, hour, date, month, dow] = [
      at.getUTCMinutes(),
      at.getUTCHours(),
      at.getUTCDate(),
      at.getUTCMonth() + 1,
      at.getUTCDay(),
    ]
    if (item.match({ min, hour, date, month, dow })) return at
  }
  return null
}
