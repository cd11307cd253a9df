/**
 * Several web processes on one machine. This one, the primary, has the folder, the database and the printed lines, and
 * node:cluster's share of the port; the workers (worker.ts) run the application. One that dies is started again, after a
 * pause that grows while it goes on dying.
 */
import cluster, { type Worker } from 'node:cluster'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { connectionsFor, pagesEach } from './core/connections.ts'
import type { Log } from './core/context.ts'
import type { DatabaseTarget } from './core/db.ts'
import { type Env, readVariables } from './core/env.ts'
import { migrateJobs } from './core/jobs.ts'
import { openLog } from './core/log.ts'
import { migrate } from './core/migrate.ts'
import { OperatorError } from './core/operator-error.ts'
import { type EmbeddedPostgres, startPostgres } from './core/postgres/supervisor.ts'
import { loadSecrets } from './core/secret-file.ts'
import { Front } from './front.ts'
import type { AskForMetrics, MachineMetrics } from './metrics/machine.ts'
import { Starts, type Unwell } from './plugins/starts.ts'
import type { FromWorker, Orders } from './worker.ts'

/** A worker finishes requests within seconds, and may have a job in hand. */
const STOP_MS = 30_000
const SHORTEST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 30_000
/** One that lived so long was well. */
const WELL_MS = 60_000

/**
 * Starts as many processes as `env.workers` says and prints where they are.
 * @returns lets them finish requests, then stops them and PostgreSQL
 * @throws OperatorError for what the operator can cure; what was started until then is stopped again.
 */
export async function startWorkers(env: Env, print: (line: string) => void): Promise<() => Promise<void>> {
  const log = openLog(env.logLevel)
  let postgres: EmbeddedPostgres | undefined
  let crew: Crew | undefined
  const stop = async () => {
    await crew?.stop()
    await postgres?.stop()
  }
  try {
    const port = await lookForPort(env)
    if (env.databaseUrl === null) {
      const connections = connectionsFor(env.workers)
      postgres = await startPostgres({ dataDir: env.dataDir, log: line => log.info(line), connections })
    }
    const target = postgres?.target ?? { url: env.databaseUrl ?? '' }
    // Once, before anybody would do it at the same time as another.
    await migrate(target, log)
    await migrateJobs(target, log)
    await loadSecrets(env.dataDir)
    const pages = await pagesEach(target, env.workers)
    const starts = new Starts(env.dataDir, log)
    crew = new Crew({ count: env.workers, port, target, pages, print, log, starts })
    await crew.start()
    return async () => {
      starts.well()
      await stop()
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The workers take the port, later: one that cannot be had is told before anything else is begun. */
async function lookForPort({ port, host }: Env): Promise<number> {
  const front = new Front()
  const found = await front.listen(port, host)
  await front.close(0)
  return found
}

type CrewParts = {
  readonly count: number
  readonly port: number
  readonly target: DatabaseTarget
  /** Connections for pages, of each. */
  readonly pages: number
  readonly print: (line: string) => void
  readonly log: Log
  /** Of all processes together. */
  readonly starts: Starts
}

type Life = {
  readonly worker: Worker
  readonly ready: Promise<void>
  readonly ended: Promise<unknown>
  /** Whether it said that it could not start. */
  failed: boolean
}

class Crew {
  private readonly lives = new Set<Life>()
  private readonly stopping = new AbortController()
  /** Only where somebody measures. */
  private metrics: MachineMetrics | null = null
  /** As they are now: a worker that starts later must not be another because `.env` is. */
  private readonly variables: NodeJS.ProcessEnv

  constructor(private readonly parts: CrewParts) {
    this.variables = { ...readVariables(), PORT: String(parts.port) }
    cluster.setupPrimary({ exec: join(import.meta.dirname, 'worker.js'), args: [], execArgv: [] })
  }

  /** Resolves when all of them answer. @throws OperatorError with what one says that cannot start */
  async start(): Promise<void> {
    const unwell = this.parts.starts.begin()
    const lives = Array.from({ length: this.parts.count }, (_, index) => this.launch(index === 0, unwell))
    await Promise.all(lives.map(life => life.ready))
    for (const life of lives) void this.replace(life)
  }

  async stop(): Promise<void> {
    this.stopping.abort()
    const lives = [...this.lives]
    for (const { worker } of lives) worker.send('stop', () => {})
    const late = setTimeout(() => {
      for (const { worker } of this.lives) worker.process.kill('SIGKILL')
    }, STOP_MS)
    await Promise.all(lives.map(life => life.ended))
    clearTimeout(late)
  }

  /** @param first the one that does what is done once, and says where the server is */
  private launch(first: boolean, unwell: Unwell): Life {
    const { target, pages, print } = this.parts
    const orders: Orders = { target, pages, first, unwell }
    const worker = cluster.fork({ ...this.variables, WORKER_ORDERS: JSON.stringify(orders) })
    const ended = once(worker, 'exit')
    const ready = new Promise<void>((resolve, reject) => {
      let words: OperatorError | undefined
      worker.on('message', (said: FromWorker) => {
        if (said === 'ready') resolve()
        else if (said === 'failed') life.failed = true
        else if ('print' in said) print(said.print)
        else if ('metricsAsked' in said) void this.measure(worker, said)
        else if ('message' in said) words = new OperatorError(said.message, said.details)
      })
      void ended.then(() => reject(words ?? new OperatorError('A web process ended while it started')))
    })
    const life: Life = { worker, ready, ended, failed: false }
    this.lives.add(life)
    void ended.then(() => this.lives.delete(life))
    return life
  }

  private async measure(worker: Worker, asked: AskForMetrics): Promise<void> {
    const { MachineMetrics } = await import('./metrics/machine.ts')
    this.metrics ??= new MachineMetrics()
    await this.metrics.answer(worker, asked)
  }

  private async replace(first: Life): Promise<void> {
    let wait = SHORTEST_PAUSE_MS
    let unwell: Unwell = { times: 0, since: 0 }
    for (let life = first; ; ) {
      const began = Date.now()
      await life.ended
      if (Date.now() - began > WELL_MS) wait = SHORTEST_PAUSE_MS
      const { pid, exitCode, signalCode } = life.worker.process
      if (!this.stopping.signal.aborted) {
        this.parts.log.error({ process: pid, code: exitCode ?? signalCode }, 'a web process ended; another is started')
      }
      await pause(wait, undefined, { signal: this.stopping.signal }).catch(() => {})
      if (this.stopping.signal.aborted) return
      wait = Math.min(wait * 2, LONGEST_PAUSE_MS)
      // What was switched off while it lived explains how it ended.
      if (!life.failed) unwell = { ...this.parts.starts.begin(), since: began }
      life = this.launch(false, unwell)
      life.ready.catch(error => this.parts.log.error(error, 'a web process could not start'))
    }
  }
}
