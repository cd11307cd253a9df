/** For verbs about plugins: the application that has found them, and runs none. */
import type { Guildhall } from '../app.ts'
import type { Ctx } from '../core/context.ts'
import type { Database } from '../core/db.ts'
import { type Env, loadEnv } from '../core/env.ts'
import { NotFound } from '../core/errors.ts'
import { openLog } from '../core/log.ts'
import { migrate } from '../core/migrate.ts'
import { OperatorError } from '../core/operator-error.ts'
import { loadSecrets } from '../core/secret-file.ts'
import { loadPlugins, type PluginSet, type PluginState } from '../plugins/load.ts'
import * as service from '../plugins/service.ts'
import { withApp, withDatabase } from './with-database.ts'

/** All plugins as they are found, none of them loaded: a verb must not run or migrate them. */
export const foundPlugins =
  (env: Env) =>
  (database: Database): Promise<PluginSet> =>
    loadPlugins({
      env: { ...env, safeMode: true },
      database,
      log: openLog('fatal'),
      now: () => new Date(),
      before: null,
      tripped: () => {},
    })

/** A running server hears of what is decided here from the log of events, and builds itself anew. */
export function withPlugins<T>(work: (guildhall: Guildhall) => Promise<T>): Promise<T> {
  const env = loadEnv()
  return withDatabase(env, async target => {
    await migrate(target, openLog('warn', process.stderr))
    const { key: secret } = await loadSecrets(env.dataDir)
    return withApp({ env, target, secret, plugins: foundPlugins(env) }, work)
  })
}

/** @throws OperatorError where there is none */
export function pluginOf(ctx: Ctx, id: string): PluginState {
  try {
    return service.get(ctx, id)
  } catch (error) {
    if (error instanceof NotFound) throw new OperatorError(`There is no plugin "${id}": guildhall plugin list`)
    throw error
  }
}
