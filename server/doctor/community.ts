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
import { examineCounters } from '../counters/mend.ts'
import { files } from './files.ts'
import { type Finding, failure, type Line, ok, warn } from './finding.ts'

/** In the order in which they are told. Null: nothing to check. */
const CHECKS: Readonly<Record<string, (ctx: Ctx) => Promise<Finding | null>>> = {
  sessions,
  log,
  jobs,
  letters,
  uploads: files,
  counters,
  backup,
}

/** One line after the other. Counting is the slow one: some seconds for a million posts. */
export async function* communityFindings(ctx: Ctx): AsyncGenerator<Line> {
  for (const [check, examine] of Object.entries(CHECKS)) {
    const found = await examine(ctx).catch(failure)
    if (found) yield { check, ...found }
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
  if (!row) return ok('no transaction of the database is kept open')
  const { many, pid, name, minutes } = row
  return warn(
    `${many} ${many === 1 ? 'transaction has' : 'transactions have'} been open for long, the oldest for ${minutes} minutes ` +
      `("${name}"): if nobody needs it, end it by select pg_terminate_backend(${pid})`,
  )
}

async function log(ctx: Ctx): Promise<Finding> {
  const behind = (await lagOf(ctx)).filter(({ since }) => ctx.now().getTime() - since.getTime() > MINUTE_MS)
  const [worst] = behind.toSorted((a, b) => b.events - a.events)
  if (!worst) return ok('worked through by all that follow it')
  const minutes = Math.floor((ctx.now().getTime() - worst.since.getTime()) / MINUTE_MS)
  const who = worst.consumer === null ? 'Its numbering is' : `${worst.consumer} is`
  const others = behind.length > 1 ? ` (and ${behind.length - 1} more)` : ''
  return warn(
    `${who} ${worst.events} events behind${others}, the oldest ${minutes} minutes old: start the server; ` +
      'while it runs, its log says what fails',
  )
}

async function jobs(ctx: Ctx): Promise<Finding> {
  const { givenUp, failing, late, last } = await jobTrouble(ctx)
  const because = last ? `, the last: ${last.slice(0, 200)}` : ''
  if (givenUp > 0)
    return warn(
      `${givenUp} jobs were given up${because}: cure that, then let them be tried again ` +
        '(“Jobs that were given up” in docs/OPERATIONS.md)',
    )
  if (failing > 0) return warn(`${failing} jobs have failed and are tried again by themselves${because}: cure that`)
  if (late > 0)
    return warn(`${late} jobs should have been done long ago: start the server; while it runs, its log says why`)
  return ok('none has failed')
}

async function letters(ctx: Ctx): Promise<Finding | null> {
  if (ctx.host.env.smtpUrl === null) return null
  const { many, last } = await mailTrouble(ctx)
  if (many === 0) return ok('none has failed')
  return warn(
    `${many} mails did not go out, the last: ${last?.slice(0, 200)}: correct SMTP_URL or the addresses (/admin/outbox); ` +
      'they are tried again for some days',
  )
}

async function counters(ctx: Ctx): Promise<Finding> {
  const wrong = await examineCounters(ctx)
  if (!wrong) return warn('cannot be told, as the log is not worked through just now: look again later')
  if (wrong.length === 0) return ok('agree with what they count')
  const kinds = new Map(wrong.map(one => [one.counter, one]))
  const told = [...kinds.values()].map(
    ({ counter, many, id, kept, counted }) => `${many} of “${counter}” (${id}: ${kept} instead of ${counted})`,
  )
  return warn(`${told.join(', ')} are wrong: guildhall doctor --fix mends them`)
}

const NIGHT_AND_A_BIT_MS = 26 * 60 * MINUTE_MS

async function backup(ctx: Ctx): Promise<Finding | null> {
  if (!ctx.setting('backup.nightly')) return null
  const shelf = shelfOf(ctx.host.env)
  const last = await lastNightly(shelf)
  if (last === null)
    return warn(
      `none is in ${shelf.place} yet: let the server run, it makes one within the hour; else its log says why`,
    )
  const age = ctx.now().getTime() - last.getTime()
  const hours = Math.floor(age / (60 * MINUTE_MS))
  if (age <= NIGHT_AND_A_BIT_MS) return ok(`the last is ${hours} hours old, in ${shelf.place}`)
  return warn(
    `the last in ${shelf.place} is ${hours} hours old: let the server run; while it does, its log says what fails`,
  )
}
