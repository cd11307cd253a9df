/** The doctor's checks of the database. */
import { access, constants } from 'node:fs/promises'
import { join } from 'node:path'
import { pagesEach } from '../core/connections.ts'
import { connect, type DatabaseTarget, PAGES } from '../core/db.ts'
import type { Env } from '../core/env.ts'
import { databaseTrouble, migrationState } from '../core/migrate.ts'
import { newSecret } from '../core/secrets.ts'
import { mendCounters } from '../counters/mend.ts'
import { communityFindings } from '../doctor/community.ts'
import { type Finding, fail, failure, type Line, ok, warn } from '../doctor/finding.ts'
import { foundPlugins } from './plugins.ts'
import { withApp, withDatabase } from './with-database.ts'

const CLOCK_LIMIT_S = 5
/** What the migrations make use of; PostgreSQL brings them, but some systems pack them apart. */
export const EXTENSIONS = ['pg_trgm', 'unaccent']

/** Starts the embedded database for a moment when it is there and does not run. */
export async function databaseFindings(env: Env, fix: boolean): Promise<Line[]> {
  if (env.databaseUrl === null && !(await made(env.dataDir))) {
    return [{ check: 'database', result: 'ok', says: 'will be made at the first start' }]
  }
  return withDatabase(env, target => examine(target, env, fix)).catch(error => [
    { check: 'database', ...failure(error) },
  ])
}

/** Unreadable is there too: opening it then says why not. */
const made = (dataDir: string) =>
  access(join(dataDir, 'postgres'), constants.F_OK).then(
    () => true,
    error => error.code !== 'ENOENT',
  )

async function examine(target: DatabaseTarget, env: Env, fix: boolean): Promise<Line[]> {
  const { version, ahead, lacking } = await ask(target)
  const { missing, tooNew } = await migrationState(target)
  return [
    { check: 'database', ...ok(`PostgreSQL ${version} answers`) },
    { check: 'extensions', ...extensions(lacking) },
    { check: 'migrations', ...migrations(missing, tooNew) },
    { check: 'clock', ...clock(ahead) },
    // Its own server makes as much room as they need.
    ...(env.databaseUrl === null ? [] : [{ check: 'room', ...(await room(target, env.workers).catch(failure)) }]),
    // What is not up to date has not all that is asked of it.
    ...(missing.length > 0 || tooNew ? [] : await inside(target, env, fix).catch(error => [told(error)])),
  ]
}

const told = (error: unknown): Line => ({ check: 'community', ...failure(error) })

/** What the community's own application finds; it is closed again, and nothing of it has run. */
function inside(target: DatabaseTarget, env: Env, fix: boolean): Promise<Line[]> {
  return withApp({ env, target, secret: newSecret(), plugins: foundPlugins(env) }, async guildhall => {
    const lines: Line[] = []
    if (fix) {
      // What waits to be counted is counted first.
      await guildhall.settled()
      for (const [counter, many] of await mendCounters(guildhall.ctx()))
        lines.push({ check: 'mended', ...ok(`${many} of “${counter}”`) })
    }
    for await (const line of communityFindings(guildhall.ctx())) lines.push(line)
    return lines
  })
}

function extensions(lacking: readonly string[]): Finding {
  if (lacking.length === 0) return ok(`${EXTENSIONS.join(' and ')} are there`)
  return fail(
    `this PostgreSQL has no ${lacking.join(' and no ')}: install its contrib package (postgresql-contrib on many systems)`,
  )
}

async function room(target: DatabaseTarget, workers: number): Promise<Finding> {
  const pages = await pagesEach(target, workers)
  if (pages === PAGES) return ok('for the connections of all processes on this machine')
  return warn(`for ${pages} connections for pages in each of ${workers} processes: for ${PAGES}, raise max_connections`)
}

type Asked = { readonly version: string; readonly ahead: number; readonly lacking: readonly string[] }

async function ask(target: DatabaseTarget): Promise<Asked> {
  const sql = connect(target, { max: 1 })
  try {
    const [row] = await sql<{ version: string; at: number; lacking: string[] }[]>`
      select current_setting('server_version') version, extract(epoch from clock_timestamp())::float8 at,
        array(select wanted from unnest(${EXTENSIONS}::text[]) wanted
          where not exists (select from pg_available_extensions e where e.name = wanted)) lacking`
    const ahead = Math.round((row?.at ?? 0) - Date.now() / 1000)
    return { version: row?.version ?? '?', ahead, lacking: row?.lacking ?? [] }
  } catch (error) {
    throw databaseTrouble(error, target)
  } finally {
    await sql.end({ timeout: 5 })
  }
}

function migrations(missing: readonly string[], tooNew: boolean): Finding {
  if (tooNew) return fail('the database is newer than this Guildhall: start the newer release')
  if (missing.length > 0) return warn(`${missing.length} to apply: the next start does`)
  return ok('up to date')
}

function clock(ahead: number): Finding {
  if (Math.abs(ahead) <= CLOCK_LIMIT_S) return ok('agrees with the database')
  return fail(`${Math.abs(ahead)} s ${ahead > 0 ? 'behind' : 'ahead of'} the database's: set it by NTP`)
}
