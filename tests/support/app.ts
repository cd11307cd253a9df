/** The whole application on a database of its own, as the tests use it. */
import { randomBytes } from 'node:crypto'
import { Agent, type OutgoingHttpHeaders } from 'node:http'
import type { Test } from 'tap'
import { buildApp, type Guildhall } from '../../server/app.ts'
import type { Actor } from '../../server/core/actor.ts'
import type { Ctx } from '../../server/core/context.ts'
import { type Database, type DatabaseOptions, openDatabase } from '../../server/core/db.ts'
import { loadEnv } from '../../server/core/env.ts'
import { noteQuery, type QueryReport } from '../../server/core/http/budget.ts'
import { migrate } from '../../server/core/migrate.ts'
import type { Storage } from '../../server/core/storage/storage.ts'
import { type LoadParts, loadPlugins, NO_PLUGINS, type PluginSet } from '../../server/plugins/load.ts'
import { signIn } from '../../server/testing/client.ts'
import { shareBundles } from './bundles.ts'
import { clientFolder } from './client.ts'
import { cloneDatabase, emptyDatabase, type LocalTarget, type TestDatabase } from './cluster.ts'
import { temporaryFolder } from './folder.ts'
import { Client } from './http.ts'
import { quietLog } from './log.ts'
import { type Make, makeOn } from './make.ts'
import { actorOf, type Person } from './people.ts'
import { freePort } from './port.ts'
import { ended } from './until.ts'

export { signIn }

export type TestOptions = {
  /** Variables of the operator, over those of the tests (limits off, a free port). */
  readonly env?: Readonly<Record<string, string>>
  readonly now?: () => Date
  /** Another store for files than a folder of the test's own. */
  readonly storage?: Storage
  /** Another application's database: then this is a second process beside it. */
  readonly target?: LocalTarget
  /** How many connections pages have, and who hears what PostgreSQL says beside its answers. */
  readonly connections?: Pick<DatabaseOptions, 'max' | 'onNotice'>
  /** Whether the plugins that come with Guildhall are on, as they are for everybody. */
  readonly bundled?: boolean
  /** A community that nobody has set up: no cast, no categories. */
  readonly untouched?: boolean
  /** For tests that mean to break something: server errors are handed over instead of failing the test. */
  readonly errors?: (lines: readonly string[]) => void
  /** Is given each line of the log that is no error, from the `LOG_LEVEL` of `env` on. */
  readonly lines?: (line: string) => void
  /** Is told what each request asked of the database. */
  readonly queries?: (report: QueryReport) => void
}

export type TestApp = {
  readonly url: string
  readonly server: Guildhall
  readonly database: Database
  readonly target: LocalTarget
  readonly make: Make
  /** A visitor's browser, new each time. */
  visitor(headers?: OutgoingHttpHeaders): Client
  /** The browser of somebody who is signed in; the same one each time. */
  as(person: Person): Promise<Client>
  /** A context in which somebody acts: a person, an actor, or the system. */
  ctx(who?: Person | Actor): Promise<Ctx>
  /** Waits until the log is numbered, read by all, and no due job is left. */
  settled(): Promise<void>
}

/**
 * Starts the application for one test file. When the test ends it is closed, its database dropped, and the test fails
 * for any route that went over its query budget and any error the server logged.
 */
export async function startApp(t: Test, options: TestOptions = {}): Promise<TestApp> {
  const clone = await databaseFor(options)
  // PUBLIC_URL and the same-origin rule name the port, so it is known before the server listens.
  const port = await freePort()
  const own = { PORT: String(port), DATA_DIR: await temporaryFolder(t), GUILDHALL_LIMITS: 'off', LOG_LEVEL: 'error' }
  const env = loadEnv({ ...own, ...options.env }, '')
  const { log, errors } = quietLog(env.logLevel, options.lines)
  const database = openDatabase(clone.target, { ...options.connections, onQuery: noteQuery })
  const overBudget = new Set<string>()
  const plugins = options.bundled ? await bundledPlugins({ env, database, log }) : NO_PLUGINS
  const server = await buildApp({
    env,
    database,
    log,
    secret: randomBytes(32).toString('hex'),
    assetsFolder: await clientFolder(),
    reportQueries: report => {
      noteBudget(overBudget, report, plugins)
      options.queries?.(report)
    },
    ...(options.bundled && { plugins }),
    ...(options.now && { now: options.now }),
    ...(options.storage && { storage: options.storage }),
  })
  await server.startBackground()
  await server.app.listen({ port, host: '127.0.0.1' })
  const agent = new Agent({ keepAlive: true })
  const url = `http://localhost:${port}`
  // What a process finds out once, at its first page, is no route's own.
  await new Client(url, agent).get('/')
  overBudget.clear()

  t.teardown(async () => {
    agent.destroy()
    // A browser that is still open may ask once more; a server of ours ends such connections too (front.ts).
    const cut = setInterval(() => server.app.server.closeAllConnections(), 1000)
    await ended(server.close(), 'the application').finally(() => clearInterval(cut))
    await ended(database.close(), 'its connections to the database')
    await ended(clone.drop(), 'its database')
    options.errors?.(errors)
    const problems = [...overBudget, ...(options.errors ? [] : errors)]
    // Thrown, it would keep what was opened before this from being closed: a browser that is left open never ends.
    if (problems.length > 0) t.threw(new Error(problems.join('\n')))
  })

  const signedIn = new Map<number, Promise<Client>>()
  const ctx: TestApp['ctx'] = async who => {
    if (!who) return server.ctx()
    return server.ctx('kind' in who ? who : await actorOf(server.ctx(), who))
  }
  const visitor = (headers?: OutgoingHttpHeaders) => new Client(url, agent, headers)
  return {
    url,
    server,
    database,
    target: clone.target,
    make: makeOn(ctx),
    visitor,
    ctx,
    as: person => {
      const client = signedIn.get(person.id) ?? signIn(visitor(), person)
      signedIn.set(person.id, client)
      return client
    },
    settled: () => server.settled(),
  }
}

async function databaseFor({ target, untouched }: TestOptions): Promise<TestDatabase> {
  if (target) return { target, drop: async () => {} }
  if (!untouched) return cloneDatabase()
  const empty = await emptyDatabase()
  await migrate(empty.target, quietLog().log)
  return empty
}

async function bundledPlugins({ env, ...parts }: Pick<LoadParts, 'env' | 'database' | 'log'>): Promise<PluginSet> {
  await shareBundles(env.dataDir)
  const tripped = (id: string, trouble: string) => parts.log.error(`${id} was switched off: ${trouble}`)
  return loadPlugins({ ...parts, env, now: () => new Date(), before: null, tripped })
}

/** What a plugin may ask for a page that shows something of it: what is there, and what is the viewer's own. */
const SHOWING = 2

function noteBudget(over: Set<string>, report: QueryReport, { loaded }: PluginSet): void {
  const { method, route, budget = 0, statements, status } = report
  const shown = budget + SHOWING * loaded.length
  // An error page may have to ask who it is for, where the route itself would not.
  const allowed = status >= 400 ? Math.max(shown, 1) : shown
  if (statements.length > allowed) {
    over.add(
      `${method} ${route} asked ${statements.length} queries, its budget is ${allowed}:\n${statements.join('\n')}`,
    )
  }
}
