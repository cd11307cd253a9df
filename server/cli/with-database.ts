/** For verbs beside the server: the database, whoever runs it, for as long as the work takes. */
import type { Guildhall } from '../app.ts'
import { type Database, type DatabaseTarget, openDatabase } from '../core/db.ts'
import type { Env } from '../core/env.ts'
import { openLog } from '../core/log.ts'
import { migrate } from '../core/migrate.ts'
import { borrowPostgres } from '../core/postgres/supervisor.ts'
import { loadSecrets } from '../core/secret-file.ts'
import type { PluginSet } from '../plugins/load.ts'
import { complain } from './verb.ts'

/** Uses DATABASE_URL, the running server's database, or one started for the time being. */
export async function withDatabase<T>(env: Env, work: (target: DatabaseTarget) => Promise<T>): Promise<T> {
  if (env.databaseUrl !== null) return work({ url: env.databaseUrl })
  const postgres = await borrowPostgres({ dataDir: env.dataDir, log: complain })
  try {
    return await work(postgres.target)
  } finally {
    await postgres.stop()
  }
}

/**
 * The application on a migrated database, with the plugins that are on, as a server has it, but without its HTTP server and
 * background work.
 */
export function withGuildhall<T>(env: Env, work: (guildhall: Guildhall) => Promise<T>): Promise<T> {
  return withDatabase(env, async target => {
    const log = openLog('warn', process.stderr)
    await migrate(target, log)
    const { key: secret } = await loadSecrets(env.dataDir)
    const [{ Stage }, { Front }] = [await import('../stage.ts'), await import('../front.ts')]
    const database = openDatabase(target)
    const stage = new Stage({ env, database, log, secret, front: new Front() })
    try {
      return await work(await stage.open())
    } finally {
      await stage.close()
      await database.close()
    }
  })
}

type AppParts = {
  readonly env: Env
  readonly target: DatabaseTarget
  readonly secret: string
  /** Which it knows of. */
  readonly plugins: (database: Database) => Promise<PluginSet>
}

/** The application with plugins of one's choice, on a database that is known to be up to date. */
export async function withApp<T>(
  { env, target, secret, plugins }: AppParts,
  work: (guildhall: Guildhall) => Promise<T>,
): Promise<T> {
  const { buildApp } = await import('../app.ts')
  const database = openDatabase(target)
  try {
    // Standard output is the verb's answer, which a script may read.
    const guildhall = await buildApp({
      ...{ env, database, log: openLog('warn', process.stderr), secret },
      plugins: await plugins(database),
    })
    try {
      return await work(guildhall)
    } finally {
      await guildhall.close()
    }
  } finally {
    await database.close()
  }
}
