/** The embedded cluster on disk: where its parts are, made once by initdb, checked at each start. */
import { access, chmod, constants, mkdir, readdir, readFile, realpath, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf, fileTrouble, OperatorError } from '../operator-error.ts'
import { type Account, chooseAccount, give, requireReach } from './account.ts'
import type { Binaries } from './binaries.ts'
import { runToEnd } from './programs.ts'
import { socketFolder } from './socket.ts'

/** Superuser role and database, reachable only through the private socket. */
export const NAME = 'guildhall'
/** Only part of the socket's name; said everywhere, as PGPORT in somebody's environment would change the default. */
export const PORT = 5432

export type Cluster = {
  readonly dataDir: string
  /** PostgreSQL's data directory. */
  readonly folder: string
  /** Folder of its socket. */
  readonly socket: string
  readonly logFile: string
  /** Whom PostgreSQL runs as; null: as ourselves. */
  readonly account: Account | null
  /** How many may be connected. */
  readonly connections: number
}

/** Enough for a few processes, whoever starts it. */
const CONNECTIONS = 100

/**
 * Makes the data folder where it is missing and finds the cluster's place in it.
 * @throws OperatorError when the folder cannot be written, or PostgreSQL's account cannot reach it.
 */
export async function locateCluster(path: string, connections = 0): Promise<Cluster> {
  try {
    if (await mkdir(path, { recursive: true })) await chmod(path, process.getuid?.() === 0 ? 0o711 : 0o700)
    await access(path, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw fileTrouble(error, path)
  }
  const dataDir = await realpath(path)
  const account = await chooseAccount(dataDir)
  if (account) await requireReach(dataDir, account)
  return {
    dataDir,
    // An operator may have moved the cluster to another disk and left a link.
    folder: await realpath(join(dataDir, 'postgres')).catch(() => join(dataDir, 'postgres')),
    socket: socketFolder(dataDir),
    logFile: join(dataDir, 'postgres.log'),
    account,
    connections: Math.max(CONNECTIONS, connections),
  }
}

/**
 * Runs initdb at the first start; afterwards checks version, owner and mode, which a copied-back folder may lack.
 * @throws OperatorError in one line, with initdb's own words where it fails.
 */
export async function ensureCluster(cluster: Cluster, binaries: Binaries, log: (line: string) => void): Promise<void> {
  const { folder, account } = cluster
  const inside = await readdir(folder).catch(() => [])
  if (inside.length === 0) {
    log('Making the database, once')
    return initialise(cluster, binaries)
  }
  const version = await readFile(join(folder, 'PG_VERSION'), 'utf8').catch(error => {
    if (codeOf(error) === 'ENOENT') throw new OperatorError(`${folder} is in the way: it holds no PostgreSQL database`)
    throw fileTrouble(error, folder)
  })
  if (version.trim() !== binaries.version.split('.')[0]) {
    throw new OperatorError(
      `The database in ${folder} was made by PostgreSQL ${version.trim()}, and this Guildhall brings ` +
        `${binaries.version}: start the release it was made with, and export from there`,
    )
  }
  const { uid, mode } = await stat(folder)
  if (account === null && uid !== process.getuid?.()) {
    throw new OperatorError(
      `${folder} belongs to another account (id ${uid}): start Guildhall as before, or chown -R the whole data folder`,
    )
  }
  await give(folder, account, true)
  if ((mode & 0o077) !== 0) await chmod(folder, 0o700)
}

/** Into a folder beside it, renamed when whole: a killed first start leaves no half database. */
async function initialise(cluster: Cluster, { bin }: Binaries): Promise<void> {
  const { dataDir, folder, account } = cluster
  for (const name of await readdir(dataDir)) {
    if (name.startsWith('postgres.new-')) await rm(join(dataDir, name), { recursive: true })
  }
  const temporary = join(dataDir, `postgres.new-${process.pid}`)
  try {
    await mkdir(temporary, { mode: 0o700 })
    await give(temporary, account)
    // The built-in locale sorts by code point on every machine, whatever locales it has; names are sorted by ICU.
    await runToEnd(join(bin, 'initdb'), account, dataDir, [
      `--pgdata=${temporary}`,
      `--username=${NAME}`,
      '--auth-local=trust',
      '--auth-host=reject',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      '--no-instructions',
    ])
    await rename(temporary, folder)
  } catch (error) {
    await rm(temporary, { recursive: true, force: true })
    throw fileTrouble(error, dataDir)
  }
}

/** What postmaster.pid says: the file PostgreSQL keeps in its folder while it runs, and leaves there when killed. */
export type Postmaster = { readonly pid: number; readonly socket: string; readonly ready: boolean }

/** Reads postmaster.pid (lines: pid, folder, start, port, socket folder, address, memory key, status); null without one. */
export async function readPostmaster(folder: string): Promise<Postmaster | null> {
  const text = await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(() => '')
  const lines = text.split('\n').map(line => line.trim())
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0) return null
  return { pid, socket: lines[4] ?? '', ready: lines[7] === 'ready' }
}
