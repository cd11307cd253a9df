/** A server process: database, migrations, application, HTTP server, in this order; and the way back. */
import { createFirstAdmin } from './cli/new-admin.ts'
import type { Ctx } from './core/context.ts'
import type { Database, DatabaseTarget } from './core/db.ts'
import { openDatabase } from './core/db.ts'
import type { Env } from './core/env.ts'
import { openLog } from './core/log.ts'
import { migrate } from './core/migrate.ts'
import { type EmbeddedPostgres, startPostgres } from './core/postgres/supervisor.ts'
import { loadSecrets } from './core/secret-file.ts'
import { Front } from './front.ts'
import { Starts, type Unwell } from './plugins/starts.ts'
import { setupKey } from './setup/service.ts'
import type { Stage } from './stage.ts'

/** How long requests in progress may take after the word to stop. */
const FINISH_MS = 5000

type Parts = { postgres?: EmbeddedPostgres; database?: Database; stage?: Stage; front?: Front; starts?: Starts }

/**
 * A database that somebody else has started and brought up to date, how many of its connections pages may use, and what
 * is known of earlier starts.
 */
type Ready = { readonly target: DatabaseTarget; readonly pages: number; readonly unwell: Unwell }

type Options = {
  /** Where this is one process of several (worker.ts). */
  readonly ready?: Ready
  /** Whether plugins are taken up as their files are saved. */
  readonly watch?: boolean
  /** What goes on beside the server, once it answers. @returns what ends it, before the server stops */
  readonly beside?: (context: () => Ctx) => Promise<() => Promise<void>>
}

/**
 * Starts Guildhall in this process and prints where it is.
 * @returns finishes requests, then closes application, database and PostgreSQL
 * @throws OperatorError for what the operator can cure; what was started until then is stopped again.
 */
export async function startServer(
  given: Env,
  print: (line: string) => void,
  { ready, watch = false, beside }: Options = {},
): Promise<() => Promise<void>> {
  const parts: Parts = {}
  const stop = () => stopServer(parts)
  try {
    const log = openLog(given.logLevel)
    // The application's modules load while PostgreSQL starts.
    const starting = ready ? null : startDatabase(given, parts, line => log.info(line))
    const [{ Stage }] = await Promise.all([import('./stage.ts'), starting])
    const target = ready?.target ?? parts.postgres?.target ?? { url: given.databaseUrl ?? '' }
    parts.front = new Front()
    const env = withPort(given, await parts.front.listen(given.port, given.host))
    if (!ready) await migrate(target, log)
    let asked = 0
    parts.database = openDatabase(target, {
      ...(ready && { max: ready.pages }),
      ...(env.metricsToken !== null && { onQuery: () => void asked++ }),
    })
    const { key: secret } = await loadSecrets(env.dataDir)
    if (!ready) parts.starts = new Starts(env.dataDir, log)
    const unwell = ready?.unwell ?? parts.starts?.begin()
    const { database, front } = parts
    parts.stage = new Stage({ env, database, log, secret, queries: () => asked, front, keepWorking: watch })
    if (unwell) await parts.stage.recover(unwell)
    parts.starts?.decided()
    const guildhall = await parts.stage.open()
    if (env.firstAdmin) await createFirstAdmin(guildhall.ctx(), env.firstAdmin)
    parts.front.serve(guildhall.app.server)
    print(`Guildhall is at ${env.publicUrl.origin}`)
    const key = await setupKey(guildhall.ctx())
    if (key) print(`Set it up, once, at ${new URL(`/setup?key=${key}`, env.publicUrl)}`)
    await parts.stage.startBackground()
    const { stage } = parts
    const unwatch = watch
      ? (await import('./plugins/watch.ts')).watchPlugins(env.dataDir, stage.reload, log)
      : undefined
    const end = await beside?.(() => stage.ctx())
    return async () => {
      parts.starts?.well()
      await unwatch?.()
      await end?.()
      await stop()
    }
  } catch (error) {
    await stop()
    throw error
  }
}

async function startDatabase({ databaseUrl, dataDir }: Env, parts: Parts, log: (line: string) => void): Promise<void> {
  if (databaseUrl === null) parts.postgres = await startPostgres({ dataDir, log })
}

/** PORT=0 lets the system choose: the address that is printed must be the chosen one. */
function withPort(env: Env, port: number): Env {
  if (env.publicUrlGiven || env.port === port) return env
  return { ...env, port, publicUrl: new URL(`http://localhost:${port}`) }
}

async function stopServer({ front, stage, database, postgres }: Parts): Promise<void> {
  // Sockets hold their connections open for as long as they like: they are asked to go first.
  await stage?.farewell()
  await front?.close(FINISH_MS)
  await stage?.close()
  await database?.close()
  await postgres?.stop()
}
