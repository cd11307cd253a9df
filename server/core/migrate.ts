/** Brings the database to the shape this code expects. Several processes may ask at once: one does it, the others wait. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import type postgres from 'postgres'
import type { Log } from './context.ts'
import { connect, type DatabaseTarget } from './db.ts'
import { codeOf, OperatorError } from './operator-error.ts'

/** The database holds a migration that this code does not know: a newer release has been here. */
export class DatabaseTooNew extends OperatorError {
  constructor(unknown: readonly number[]) {
    const newest = new Date(Math.max(...unknown)).toISOString().slice(0, 16)
    super(
      `The database is newer than this Guildhall (it holds a change of ${newest} that this release does not know): ` +
        'start the newer release, or bring back a backup made before the upgrade',
    )
  }
}

type Entry = { readonly when: number; readonly tag: string }

/** Two levels above server/core in the sources; beside the built files in a build. */
const FOLDERS = ['../../db/migrations', '../db/migrations']

const LOCK = [0x6775, 0x6d69] as const
const OLDEST_POSTGRES = 15

/**
 * Applies what is missing of db/migrations, all in one transaction.
 * @returns the names of those applied now
 * @throws DatabaseTooNew; OperatorError when the database does not answer or is older than PostgreSQL 15.
 */
export async function migrate(target: DatabaseTarget, log: Log): Promise<{ applied: string[] }> {
  const sql = connect(target, { max: 1, max_lifetime: null, connection: { application_name: 'guildhall migrate' } })
  try {
    await requireVersion(sql)
    await sql`select pg_advisory_lock(${LOCK[0]}::int, ${LOCK[1]}::int)`
    const { missing, unknown } = await compare(sql)
    if (unknown.length > 0) throw new DatabaseTooNew(unknown)
    if (missing.length === 0) return { applied: [] }
    const applied = missing.map(entry => entry.tag)
    log.info({ migrations: applied }, 'changing the database')
    await sql.begin(tx => applyMigrations(tx, new Set(missing.map(entry => entry.when))))
    return { applied }
  } catch (error) {
    throw databaseTrouble(error, target)
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/**
 * What `migrate` would find, without changing anything.
 * @throws OperatorError when the database does not answer.
 */
export async function migrationState(target: DatabaseTarget): Promise<{ missing: string[]; tooNew: boolean }> {
  const sql = connect(target, { max: 1 })
  try {
    await requireVersion(sql)
    const { missing, unknown } = await compare(sql)
    return { missing: missing.map(entry => entry.tag), tooNew: unknown.length > 0 }
  } catch (error) {
    throw databaseTrouble(error, target)
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/**
 * Applies those of db/migrations that are named by their time, in their order, in the caller's transaction, and notes them
 * where drizzle's own tools look. (Drizzle's migrator takes a transaction of its own, and all that is newer.)
 */
export async function applyMigrations(sql: postgres.TransactionSql, named: ReadonlySet<number>): Promise<void> {
  await sql`create schema if not exists drizzle`
  await sql`
    create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`
  for (const { sql: statements, hash, folderMillis } of readMigrationFiles({ migrationsFolder: folder() })) {
    if (!named.has(folderMillis)) continue
    for (const statement of statements) await sql.unsafe(statement)
    await sql`insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${folderMillis})`
  }
}

/** Whoever makes the database's tables holds this lock: another waits until the transaction, or the session, has ended. */
export async function lockMigrations(sql: postgres.TransactionSql): Promise<void> {
  await sql`select pg_advisory_xact_lock(${LOCK[0]}::int, ${LOCK[1]}::int)`
}

/** The migrations of this release, in their order, by the time that stands for each. */
export const knownMigrations = (): number[] => journal().map(entry => entry.when)

/** What a migration is called, by the time that stands for it; null for one of a newer release. */
export const nameOfMigration = (when: number): string | null => journal().find(one => one.when === when)?.tag ?? null

/** The migrations that a database has seen, in their order; none where there is no community. */
export async function appliedMigrations(sql: postgres.Sql | postgres.TransactionSql): Promise<number[]> {
  const [table] = await sql<{ name: string | null }[]>`select to_regclass('drizzle.__drizzle_migrations')::text name`
  if (!table?.name) return []
  const rows = await sql<{ at: string }[]>`
    select created_at::text at from drizzle.__drizzle_migrations order by created_at`
  return rows.map(row => Number(row.at))
}

/** A failure to reach the database as a line for the operator (never with a password); other errors as they were. */
export function databaseTrouble(error: unknown, target: DatabaseTarget): unknown {
  const code = codeOf(error)
  const where = 'url' in target ? `The database at ${new URL(target.url).host} (DATABASE_URL)` : 'The embedded database'
  switch (code) {
    case 'ECONNREFUSED':
    case 'ENOENT':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EHOSTUNREACH':
    case 'ETIMEDOUT':
    case 'ECONNRESET':
    case 'CONNECT_TIMEOUT':
    case 'CONNECTION_CLOSED':
    case '57P03':
      return new OperatorError(`${where} does not answer (${code}): start it, or correct the address`)
    case '28P01':
    case '28000':
    case '3D000':
    case '42501':
    case '53300':
    case '53100':
      return new OperatorError(`${where} refuses: ${error instanceof Error ? error.message : code}`)
    default:
      return error
  }
}

async function requireVersion(sql: postgres.Sql): Promise<void> {
  const [row] = await sql<{ version: string }[]>`select current_setting('server_version_num') version`
  const major = Math.floor(Number(row?.version) / 10_000)
  if (major >= OLDEST_POSTGRES) return
  throw new OperatorError(
    `The database is PostgreSQL ${major}, and Guildhall needs ${OLDEST_POSTGRES} or newer: upgrade it, or set DATABASE_URL to another`,
  )
}

/** drizzle notes each migration it applied by the time its journal gives it. */
async function compare(sql: postgres.Sql): Promise<{ missing: Entry[]; unknown: number[] }> {
  const entries = journal()
  const applied = new Set(await appliedMigrations(sql))
  const known = new Set(entries.map(entry => entry.when))
  return {
    missing: entries.filter(entry => !applied.has(entry.when)),
    unknown: [...applied].filter(when => !known.has(when)),
  }
}

function journal(): Entry[] {
  const { entries } = JSON.parse(readFileSync(join(folder(), 'meta/_journal.json'), 'utf8')) as { entries: Entry[] }
  return entries
}

function folder(): string {
  const found = FOLDERS.map(one => join(import.meta.dirname, one)).find(one => existsSync(one))
  if (found) return found
  throw new OperatorError('The folder db/migrations is missing from this installation')
}
