/**
 * What can be wrong with a community that has its database: the doctor asks it on the command line, and the server can ask
 * it of itself. Nothing is changed.
 */
import { sql } from 'drizzle-orm'
import { lastNightly } from '../backup/nightly.ts'
import { shelfOf } from '../backup/shelf.ts'
import type { Ctx } from '../core/context.ts'
import { lagOf } from '../core/events/lag.ts'
import { jobTrouble } from '../core/jobs.ts'
import { mailTrouble } from '../core/mail/queue.ts'
import { troubleIn } from '../core/trouble.ts'
import { examineCounters } from '../counters/mend.ts'
import { files } from './files.ts'
import { type Finding, failure, found, type Line } from './finding.ts'
import { documents, meilisearch } from './meilisearch.ts'
import { pluginFindings, restingPlugins } from './plugins.ts'
import { search } from './search.ts'

type Check = (ctx: Ctx) => Promise<Finding | null>

/** In the order in which they are told; null: nothing to check. These ask the database a question each. */
const QUICK: Readonly<Record<string, Check>> = { sessions, log, jobs, letters, meilisearch }
/** These count, or ask where files are: some seconds for a million posts. */
const THOROUGH: Readonly<Record<string, Check>> = { uploads: files, counters, search, documents, backup }

/** All of them, one line after the other. */
export async function* communityFindings(ctx: Ctx): AsyncGenerator<Line> {
  yield* quickFindings(ctx)
  yield* examine(ctx, THOROUGH)
}

/** What can be told at once. At most seven queries. */
export async function* quickFindings(ctx: Ctx): AsyncGenerator<Line> {
  yield* examine(ctx, QUICK)
  yield* pluginFindings(ctx)
}

/** What takes its time. */
export const thoroughFindings = (ctx: Ctx): AsyncGenerator<Line> => examine(ctx, THOROUGH)

async function* examine(ctx: Ctx, checks: Readonly<Record<string, Check>>): AsyncGenerator<Line> {
  for (const [check, examineOne] of Object.entries(checks)) {
    const line = await examineOne(ctx).catch(failure)
    if (line) yield { check, ...line }
  }
}

const MINUTE_MS = 60_000
const LONG_MS = 5 * MINUTE_MS

/** Whoever keeps a transaction open keeps PostgreSQL from clearing up behind everybody. */
async function sessions(ctx: Ctx): Promise<Finding> {
  const now = ctx.now()
  const [row] = await ctx.db.execute<{ many: number; pid: number; name: string; minutes: number }>(sql`
    select (count(*) over ())::int as many, pid, application_name as name,
      floor(extract(epoch from ${now.toISOString()}::timestamptz - xact_start) / 60)::int as minutes
    from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
      and xact_start < ${new Date(now.getTime() - LONG_MS).toISOString()}::timestamptz
      and application_name <> 'guildhall backup'
    order by xact_start limit 1`)
  if (!row) return found('ok', 'doctor.sessions.ok')
  return found('warn', 'doctor.sessions.open', { ...row })
}

async function log(ctx: Ctx): Promise<Finding> {
  const behind = (await lagOf(ctx)).filter(({ since }) => ctx.now().getTime() - since.getTime() > MINUTE_MS)
  const [worst] = behind.toSorted((a, b) => b.events - a.events)
  if (!worst) return found('ok', 'doctor.log.ok')
  return found('warn', 'doctor.log.behind', {
    consumer: worst.consumer ?? 'none',
    events: worst.events,
    others: behind.length - 1,
    minutes: Math.floor((ctx.now().getTime() - worst.since.getTime()) / MINUTE_MS),
  })
}

async function jobs(ctx: Ctx): Promise<Finding> {
  const { givenUp, failing, late, last } = await jobTrouble(ctx, { resting: restingPlugins(ctx), ours: ctx.host.jobs })
  const because = { told: last ? 'yes' : 'no', last: troubleIn(last ?? '') }
  if (givenUp > 0) return found('warn', 'doctor.jobs.givenUp', { count: givenUp, ...because })
  if (failing > 0) return found('warn', 'doctor.jobs.failing', { count: failing, ...because })
  return late > 0 ? found('warn', 'doctor.jobs.late', { count: late }) : found('ok', 'doctor.jobs.ok')
}

async function letters(ctx: Ctx): Promise<Finding | null> {
  if (ctx.host.env.smtpUrl === null) return null
  const { many, last } = await mailTrouble(ctx)
  if (many === 0) return found('ok', 'doctor.letters.ok')
  return found('warn', 'doctor.letters.failing', { count: many, last: troubleIn(last ?? '') })
}

async function counters(ctx: Ctx): Promise<Finding> {
  const wrong = await examineCounters(ctx)
  if (!wrong) return found('warn', 'doctor.counters.unknown')
  if (wrong.length === 0) return found('ok', 'doctor.counters.ok')
  const kinds = new Map(wrong.map(one => [one.counter, one]))
  const list = [...kinds.values()].map(
    ({ counter, many, id, kept, counted }) => `${many} × “${counter}” (${id}: ${kept} ≠ ${counted})`,
  )
  return found('warn', 'doctor.counters.wrong', { list: list.join(', ') })
}

const NIGHT_AND_A_BIT_MS = 26 * 60 * MINUTE_MS

async function backup(ctx: Ctx): Promise<Finding | null> {
  if (!ctx.setting('backup.nightly')) return null
  const shelf = shelfOf(ctx.host.env)
  const last = await lastNightly(shelf)
  if (last === null) return found('warn', 'doctor.backup.none', { place: shelf.place })
  const age = ctx.now().getTime() - last.getTime()
  const facts = { place: shelf.place, hours: Math.floor(age / (60 * MINUTE_MS)) }
  return age <= NIGHT_AND_A_BIT_MS ? found('ok', 'doctor.backup.ok', facts) : found('warn', 'doctor.backup.old', facts)
}
