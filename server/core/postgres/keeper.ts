/**
 * The one connection that a Guildhall keeps open for its embedded server's sake. It holds the advisory lock that makes
 * this process the server's owner, and its end is how we learn, for a started and an adopted server alike, that
 * PostgreSQL has died. It lives in the database `postgres`, so nothing of it shows in ours.
 */
import postgres from 'postgres'
import { codeOf } from '../operator-error.ts'
import { NAME, PORT } from './cluster.ts'
import { FolderInUse } from './folder-lock.ts'
import { until } from './processes.ts'

const LOCK = [0x6775, 0x696c] as const
const PREFIX = 'guildhall keeper '

export type Keeper = {
  /** Settles when the connection ends without close(). */
  readonly lost: Promise<void>
  close(): Promise<void>
}

export type Answer = { readonly kind: 'silent' | 'busy' } | { readonly kind: 'ready'; folder: string; version: string }

/** Asks whoever listens in this socket folder who it is. `busy`: it is starting up, shutting down or full. */
export async function ask(socket: string): Promise<Answer> {
  // A file half written names no folder, and an empty name would be taken for localhost.
  if (socket === '') return { kind: 'silent' }
  const sql = client(socket)
  try {
    const [row] = await sql<{ folder: string; version: string }[]>`
      select current_setting('data_directory') folder, current_setting('server_version') version`
    return row ? { kind: 'ready', ...row } : { kind: 'busy' }
  } catch (error) {
    // 57P03: cannot connect now; 53300: too many connections. Anything else PostgreSQL says is also an answer.
    return /^[0-9A-Z]{5}$/.test(codeOf(error)) ? { kind: 'busy' } : { kind: 'silent' }
  } finally {
    await sql.end({ timeout: 1 })
  }
}

/**
 * Connects, takes the owner's lock and makes the database `guildhall` if it is missing.
 * @throws FolderInUse naming the process that owns this server.
 */
export async function openKeeper(socket: string, dataDir: string): Promise<Keeper> {
  let closing = false
  let lose = () => {}
  const lost = new Promise<void>(resolve => {
    lose = resolve
  })
  const sql = client(socket, () => closing || lose())
  const close = async () => {
    closing = true
    await sql.end({ timeout: 1 })
  }
  try {
    // The lock of a killed owner is free as soon as its backend has seen the closed socket.
    const free = await until(async () => ((await tryLock(sql)) ? true : null), 3000)
    if (!free) throw new FolderInUse(dataDir, await ownerOf(sql))
    const [found] = await sql`select 1 from pg_database where datname = ${NAME}`
    if (!found) await sql.unsafe(`create database ${NAME}`)
    return { lost, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function tryLock(sql: postgres.Sql): Promise<boolean> {
  const [row] = await sql<{ taken: boolean }[]>`select pg_try_advisory_lock(${LOCK[0]}::int, ${LOCK[1]}::int) taken`
  return row?.taken === true
}

async function ownerOf(sql: postgres.Sql): Promise<number> {
  const [row] = await sql<{ name: string }[]>`
    select application_name name from pg_locks join pg_stat_activity using (pid)
    where locktype = 'advisory' and classid = ${LOCK[0]} and objid = ${LOCK[1]} and granted`
  return Number(row?.name.slice(PREFIX.length) ?? Number.NaN)
}

function client(socket: string, onclose: () => void = () => {}): postgres.Sql {
  return postgres({
    host: socket,
    port: PORT,
    database: 'postgres',
    user: NAME,
    max: 1,
    connect_timeout: 5,
    // Connections are otherwise renewed within the hour, and the lock would go with them.
    max_lifetime: null,
    fetch_types: false,
    onnotice: () => {},
    onclose,
    connection: { application_name: `${PREFIX}${process.pid}` },
  })
}
