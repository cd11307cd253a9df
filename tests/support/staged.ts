/** The application on a stage, as a server has it: plugins are found in its data folder, and another takes its place. */
import { randomBytes } from 'node:crypto'
import { cp } from 'node:fs/promises'
import { Agent } from 'node:http'
import { join } from 'node:path'
import type { Test } from 'tap'
import { plugins } from '../../db/tables/index.ts'
import type { Actor } from '../../server/core/actor.ts'
import type { Ctx } from '../../server/core/context.ts'
import { openDatabase } from '../../server/core/db.ts'
import { loadEnv } from '../../server/core/env.ts'
import { Front } from '../../server/front.ts'
import { Stage } from '../../server/stage.ts'
import { signIn } from './app.ts'
import { clientFolder } from './client.ts'
import { cloneDatabase, type LocalTarget } from './cluster.ts'
import { temporaryFolder } from './folder.ts'
import { Client } from './http.ts'
import { quietLog } from './log.ts'
import { type Make, makeOn } from './make.ts'
import { actorOf, type Person } from './people.ts'
import { freePort } from './port.ts'

export type Staged = {
  readonly url: string
  readonly stage: Stage
  readonly dataDir: string
  readonly target: LocalTarget
  readonly make: Make
  /** What the server logged as an error. */
  readonly errors: readonly string[]
  visitor(): Client
  as(person: Person): Promise<Client>
  ctx(who?: Person | Actor): Promise<Ctx>
  settled(): Promise<void>
  /** Puts a plugin's folder where plugins are found; on, unless said otherwise. */
  install(folder: string, options?: { readonly on?: boolean }): Promise<void>
}

type Options = {
  /** Folders of plugins that are there from the start, and on. */
  readonly plugins?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Another server's database: then this is a second process beside it. */
  readonly target?: LocalTarget
}

const ALL = ['tables', 'routes', 'jobs']

/** Starts a server for one test file; it ends with the test. */
export async function startStaged(
  t: Test,
  { plugins: folders = [], env: given = {}, target }: Options = {},
): Promise<Staged> {
  const clone = target ? { target, drop: async () => {} } : await cloneDatabase()
  const port = await freePort()
  const dataDir = await temporaryFolder(t)
  const own = { PORT: String(port), DATA_DIR: dataDir, GUILDHALL_LIMITS: 'off', LOG_LEVEL: 'error' }
  const env = loadEnv({ ...own, ...given }, '')
  const { log, errors } = quietLog(env.logLevel)
  const database = openDatabase(clone.target)
  const front = new Front()
  const secret = randomBytes(32).toString('hex')
  const stage = new Stage({ env, database, log, secret, assetsFolder: await clientFolder(), front })
  const install: Staged['install'] = async (folder, { on = true } = {}) => {
    const name = folder.split('/').at(-1) ?? ''
    await cp(folder, join(dataDir, 'plugins', name), { recursive: true })
    if (!on) return
    const row = { id: name, enabled: true, enabledAt: new Date(), consent: ALL }
    await database.db.insert(plugins).values(row).onConflictDoNothing()
  }
  for (const folder of folders) await install(folder)
  const first = await stage.open()
  await front.listen(port, '127.0.0.1')
  front.serve(first.app.server)
  await first.startBackground()
  const agent = new Agent({ keepAlive: true })
  const url = `http://localhost:${port}`
  t.teardown(async () => {
    agent.destroy()
    await stage.farewell()
    await front.close(1000)
    await stage.close()
    await database.close()
    await clone.drop()
  })
  const ctx: Staged['ctx'] = async who => {
    const system = stage.ctx()
    if (!who) return system
    return { ...system, actor: 'kind' in who ? who : await actorOf(system, who) }
  }
  const visitor = () => new Client(url, agent)
  return {
    ...{ url, stage, dataDir, target: clone.target, errors, visitor, ctx, install },
    make: makeOn(ctx),
    as: person => signIn(visitor(), person),
    settled: () => stage.settled(),
  }
}
