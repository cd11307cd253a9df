/** One PostgreSQL server process: start it, adopt one that a killed Guildhall left behind, stop it. */
import { once } from 'node:events'
import { open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { diskFull, fileTrouble, OperatorError } from '../operator-error.ts'
import type { Binaries } from './binaries.ts'
import { type Cluster, PORT, readPostmaster } from './cluster.ts'
import { ask } from './keeper.ts'
import { isPostmaster, until } from './processes.ts'
import { cannotRun, lastWords, spawnAs } from './programs.ts'

type Log = (line: string) => void

/** fsync, synchronous_commit and full_page_writes are PostgreSQL's own: on. An acknowledged post is on the disk. */
const SETTINGS = {
  // Only the private socket: no network, so no password either.
  listen_addresses: '',
  port: String(PORT),
  unix_socket_permissions: '0700',
  shared_buffers: '64MB',
  max_wal_size: '512MB',
  // Compiling costs more than it saves on queries of a few milliseconds.
  jit: 'off',
  // What is read lies in memory or on a disk without moving parts: looking a row up is cheaper than passing by all others.
  random_page_cost: '1.1',
  timezone: 'UTC',
  log_timezone: 'UTC',
  cluster_name: 'guildhall',
  // Errors of statements go to whoever sent them. They would quote members' data here, and grow the file.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
  // What is slow, without the values, which are what members wrote.
  log_min_duration_statement: '500ms',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
}

/** Children of a killed server hold its memory, and so the folder, until they notice. */
const HELD = /pre-existing shared memory block|lock file "postmaster.pid" already exists/
const HELD_LIMIT_MS = 10_000
/** A server opens its socket as its first act, so one without has lost it. */
const SILENT_LIMIT_MS = 1000
/** How long a server left behind may be busy: it may be repairing the cluster. */
const BUSY_LIMIT_MS = 60_000
const STOP_LIMIT_MS = 60_000
const LOG_LIMIT_BYTES = 1_000_000

/**
 * Starts the server and waits until it takes connections, however long recovery lasts.
 * @returns its process id
 * @throws OperatorError with PostgreSQL's last lines.
 */
export async function launch(cluster: Cluster, binaries: Binaries, log: Log): Promise<number> {
  const end = Date.now() + HELD_LIMIT_MS
  for (;;) {
    const { pid, said } = await attempt(cluster, binaries, log)
    if (pid !== null) return pid
    if (!HELD.test(said) || Date.now() > end) throw lastWords('PostgreSQL did not start', said, cluster.dataDir)
    await pause(200)
  }
}

async function attempt(cluster: Cluster, { bin }: Binaries, log: Log): Promise<{ pid: number | null; said: string }> {
  const output = await openLog(cluster.logFile)
  try {
    const from = (await output.stat()).size
    const settings = {
      ...SETTINGS,
      max_connections: String(cluster.connections),
      unix_socket_directories: quoted(cluster.socket),
    }
    const args = [
      '-D',
      cluster.folder,
      ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
    ]
    // In a session of its own: Ctrl-C reaches us alone, and we stop it when the last request is answered.
    const child = spawnAs(join(bin, 'postgres'), args, cluster.account, {
      detached: true,
      stdio: ['ignore', output.fd, output.fd],
    })
    await once(child, 'spawn').catch(error => {
      throw cannotRun(join(bin, 'postgres'), error)
    })
    child.unref()
    const slow = setTimeout(
      () => log('PostgreSQL is repairing itself after an unclean stop; this may take a while'),
      3000,
    )
    while (child.exitCode === null && child.signalCode === null) {
      const found = await readPostmaster(cluster.folder)
      if (child.pid !== undefined && found?.pid === child.pid && found.ready) {
        clearTimeout(slow)
        return { pid: child.pid, said: '' }
      }
      await pause(15)
    }
    clearTimeout(slow)
    const { buffer, bytesRead } = await output.read(Buffer.alloc(8000), 0, 8000, from)
    return { pid: null, said: buffer.toString('utf8', 0, bytesRead) }
  } finally {
    await output.close()
  }
}

/** A list setting: one name in double quotes, as a folder may hold a comma or a space. */
const quoted = (folder: string) => `"${folder.replaceAll('"', '""')}"`

async function openLog(path: string) {
  try {
    const size = await stat(path).then(
      found => found.size,
      () => 0,
    )
    if (size > LOG_LIMIT_BYTES) await rename(path, `${path}.1`)
    return await open(path, 'a+', 0o600)
  } catch (error) {
    throw fileTrouble(error, path)
  }
}

/**
 * Takes over the server that runs on this cluster; one that does not answer, or is of another version, is stopped.
 * @returns its process id, or null when none runs (any more) and one may be started
 * @throws OperatorError when a server runs that can be neither seen nor stopped from here.
 */
export async function adopt(cluster: Cluster, binaries: Binaries, log: Log): Promise<number | null> {
  const found = await readPostmaster(cluster.folder)
  if (found === null || !(await isPostmaster(found.pid, cluster.folder))) return clearAway(found, cluster)

  const deaf = Date.now() + SILENT_LIMIT_MS
  const verdict = await until(async () => {
    if (!(await isPostmaster(found.pid, cluster.folder))) return 'gone'
    const answer = await ask(found.socket)
    if (answer.kind === 'silent' && Date.now() > deaf) return 'other'
    if (answer.kind !== 'ready') return null
    const ours = answer.folder === cluster.folder && found.socket === cluster.socket
    return ours && answer.version === binaries.version ? 'ours' : 'other'
  }, BUSY_LIMIT_MS)
  if (verdict === 'ours') return found.pid
  if (verdict !== 'gone') {
    log(`Stopping a database server that was left behind (process ${found.pid})`)
    await stop(found.pid, cluster, 'SIGINT')
  }
  return clearAway(found, cluster)
}

/**
 * No server of this cluster lives here. What a killed one left must go, for PostgreSQL takes any living process that
 * now has the number in one of its files for a server. (It still finds a server's children by their shared memory.)
 */
async function clearAway(found: { socket: string } | null, cluster: Cluster): Promise<null> {
  for (const socket of new Set([cluster.socket, found?.socket ?? ''])) {
    if ((await ask(socket)).kind === 'silent') continue
    throw new OperatorError(
      `A PostgreSQL that this process cannot see, perhaps in another container, runs on ${cluster.folder}: stop that first`,
    )
  }
  const socketFile = join(cluster.socket, `.s.PGSQL.${PORT}`)
  for (const path of [join(cluster.folder, 'postmaster.pid'), socketFile, `${socketFile}.lock`]) {
    await rm(path, { force: true })
  }
  return null
}

/**
 * Stops a server and waits for its end: SIGINT ends sessions and writes a checkpoint, SIGTERM first waits for others
 * to disconnect. One that hangs is stopped at once; its next start repairs from the log.
 */
export async function stop(pid: number, cluster: Cluster, signal: 'SIGINT' | 'SIGTERM'): Promise<void> {
  const gone = async () => ((await isPostmaster(pid, cluster.folder)) ? null : true)
  if (await gone()) return
  send(pid, signal)
  if (await until(gone, STOP_LIMIT_MS)) return
  send(pid, 'SIGQUIT')
  if (await until(gone, 5000)) return
  throw new OperatorError(`PostgreSQL (process ${pid}) does not stop: ${diskFull(cluster.dataDir)}`)
}

function send(pid: number, signal: NodeJS.Signals) {
  try {
    process.kill(pid, signal)
  } catch {
    // It ended in between.
  }
}
