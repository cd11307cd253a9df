/** The application on a stage, as a server has it: plugins are found in its data folder, and another takes its place. */
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { plugins } from '../../db/tables/index.ts'
import type { Actor } from '../../server/core/actor.ts'
import type { Ctx } from '../../server/core/context.ts'
import type { Database } from '../../server/core/db.ts'
import type { Stage } from '../../server/stage.ts'
import { raise } from '../../server/testing/raise.ts'
import { signIn } from './app.ts'
import { shareBundles } from './bundles.ts'
import { clientFolder } from './client.ts'
import { cloneDatabase, type LocalTarget } from './cluster.ts'
import { temporaryFolder } from './folder.ts'
import { Client } from './http.ts'
import { quietLog } from './log.ts'
import { type Make, makeOn } from './make.ts'
import type { Person } from './people.ts'

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

const ALL = ['tables', 'routes', 'jobs', 'memberFields', 'host:api.example.org', 'host-of:address']

/** Starts a server for one test file; it ends with the test. */
export async function startStaged(
  t: Test,
  { plugins: folders = [], env: given = {}, target }: Options = {},
): Promise<Staged> {
  const clone = target ? { target, drop: async () => {} } : await cloneDatabase()
  const dataDir = await temporaryFolder(t)
  await shareBundles(dataDir)
  const { log, errors } = quietLog()
  const put = async (database: Database, folder: string, on = true) => {
    const name = folder.split('/').at(-1) ?? ''
    await cp(folder, join(dataDir, 'plugins', name), { recursive: true })
    if (!on) return
    const row = { id: name, enabled: true, enabledAt: new Date(), consent: ALL }
    await database.db.insert(plugins).values(row).onConflictDoNothing()
  }
  const { url, stage, database, agent, ctx, settled, close } = await raise({
    variables: { DATA_DIR: dataDir, ...given },
    target: clone.target,
    log,
    assetsFolder: await clientFolder(),
    prepare: async database => {
      for (const folder of folders) await put(database, folder)
    },
  })
  t.teardown(async () => {
    await close()
    await clone.drop()
  })
  const visitor = () => new Client(url, agent)
  return {
    ...{ url, stage, dataDir, target: clone.target, errors, visitor, ctx, settled },
    install: (folder, { on } = {}) => put(database, folder, on),
    make: makeOn(ctx),
    as: person => signIn(visitor(), person),
  }
}
