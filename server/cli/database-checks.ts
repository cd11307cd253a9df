/** The doctor's checks of the database. */
import { access, constants } from 'node:fs/promises'
import { join } from 'node:path'
import { pagesEach } from '../core/connections.ts'
import { connect, type DatabaseTarget, PAGES } from '../core/db.ts'
import type { Env } from '../core/env.ts'
import { databaseTrouble, migrationState } from '../core/migrate.ts'
import type { Finding } from './checks.ts'
import { failure } from './doctor.ts'
import { withDatabase } from './with-database.ts'

type Line = Finding & { readonly check: string }

const CLOCK_LIMIT_S = 5

/** Starts the embedded database for a moment when it is there and does not run. */
export async function databaseFindings(env: Env): Promise<Line[]> {
  if (env.databaseUrl === null && !(await made(env.dataDir))) {
    return [{ check: 'database', result: 'ok', says: 'will be made at the first start' }]
  }
  return withDatabase(env, target => examine(target, env)).catch(error => [{ check: 'database', ...failure(error) }])
}

/** Unreadable is there too: opening it then says why not. */
const made = (dataDir: string) =>
  access(join(dataDir, 'postgres'), constants.F_OK).then(
    () => true,
    error => error.code !== 'ENOENT',
  )

async function examine(target: DatabaseTarget, { workers, databaseUrl }: Env): Promise<Line[]> {
  const { version, ahead } = await ask(target)
  const { missing, tooNew } = await migrationState(target)
  return [
    { check: 'database', result: 'ok', says: `PostgreSQL ${version} answers` },
    { check: 'migrations', ...migrations(missing, tooNew) },
    { check: 'clock', ...clock(ahead) },
    // Its own server makes as much room as they need.
    ...(databaseUrl === null ? [] : [{ check: 'room', ...(await room(target, workers).catch(failure)) }]),
  ]
}

async function room(target: DatabaseTarget, workers: number): Promise<Finding> {
  const pages = await pagesEach(target, workers)
  if (pages === PAGES) return { result: 'ok', says: 'for the connections of all processes on this machine' }
  return {
    result: 'warn',
    says: `for ${pages} connections for pages in each of ${workers} processes; ${PAGES} are better`,
  }
}

async function ask(target: DatabaseTarget): Promise<{ version: string; ahead: number }> {
  const sql = connect(target, { max: 1 })
  try {
    const [row] = await sql<{ version: string; at: number }[]>`
      select current_setting('server_version') version, extract(epoch from clock_timestamp())::float8 at`
    return { version: row?.version ?? '?', ahead: Math.round((row?.at ?? 0) - Date.now() / 1000) }
  } catch (error) {
    throw databaseTrouble(error, target)
  } finally {
    await sql.end({ timeout: 5 })
  }
}

function migrations(missing: readonly string[], tooNew: boolean): Finding {
  if (tooNew) return { result: 'fail', says: 'the database is newer than this Guildhall: start the newer release' }
  if (missing.length > 0) return { result: 'warn', says: `${missing.length} to apply: the next start does` }
  return { result: 'ok', says: 'up to date' }
}

function clock(ahead: number): Finding {
  if (Math.abs(ahead) <= CLOCK_LIMIT_S) return { result: 'ok', says: 'agrees with the database' }
  return {
    result: 'fail',
    says: `${Math.abs(ahead)} s ${ahead > 0 ? 'behind' : 'ahead of'} the database's: set it by NTP`,
  }
}
