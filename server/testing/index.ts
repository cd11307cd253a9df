/**
 * `guildhall/plugin-testing`: a real server with a real database and nothing on but the plugins that are tested, for
 * whichever test runner their author uses.
 */
import { readFileSync, rmSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { plugins as table } from '../../db/tables/index.ts'
import { buildApp } from '../app.ts'
import type { Log } from '../core/context.ts'
import { type Database, type DatabaseTarget, openDatabase } from '../core/db.ts'
import { type Env, loadEnv } from '../core/env.ts'
import { t } from '../core/i18n.ts'
import { migrateJobs } from '../core/jobs.ts'
import { withoutWords } from '../core/log.ts'
import { migrate } from '../core/migrate.ts'
import { startPostgres } from '../core/postgres/supervisor.ts'
import { askedBy } from '../plugins/asked.ts'
import { loadPlugins } from '../plugins/load.ts'
import * as service from '../plugins/service.ts'
import { makeCast } from './cast.ts'
import { Client, signIn } from './client.ts'
import { type Person, people } from './people.ts'
import { type Raised, raise } from './raise.ts'

export type { Answer, Client } from './client.ts'

export type TestOptions = {
  /** Folders of the plugins that are on; `new URL('..', import.meta.url)` is the one above the test's. */
  readonly plugins: readonly (string | URL)[]
  /** The runner's hook for what is done when all tests of the file have ended: `after` of node:test, `afterAll` of Vitest. */
  readonly after?: (end: () => Promise<void>) => unknown
}

export type TestThread = { readonly id: string; readonly path: string; readonly postId: string }

export type TestGuildhall = {
  readonly url: string
  /** What the server logged as an error, a line of JSON each. */
  readonly errors: readonly string[]
  /** Browsers without scripts, new each time: nobody's, and of made-up people who are signed in. */
  visitor(): Client
  member(): Promise<Client>
  /** Another member, who has joined today. */
  newcomer(): Promise<Client>
  moderator(): Promise<Client>
  administrator(): Promise<Client>
  /** Has the member open a thread. */
  thread(words?: { readonly title?: string; readonly body?: string }): Promise<TestThread>
  /** Waits until every listener has heard what happened, and no due job is left. */
  settled(): Promise<void>
  /** Ends it, where no `after` does. */
  close(): Promise<void>
}

/**
 * Starts a server for a test file.
 * @throws Error for a plugin that is not on, with what administrators would be told of it
 */
export async function startGuildhall({ plugins, after }: TestOptions): Promise<TestGuildhall> {
  const folders = plugins.map(one => resolve(one instanceof URL ? fileURLToPath(one) : one))
  const home = await openHome()
  let raised: Raised | undefined
  const close = async () => {
    await raised?.close()
    await home.close()
  }
  try {
    const { log, errors } = listeningLog()
    await prepareDatabase(home, log)
    const variables = { DATA_DIR: home.dataDir }
    for (const folder of folders) await symlink(folder, join(home.dataDir, 'plugins', basename(folder)))
    raised = await raise({ variables, target: home.target, log, prepare: justThese(folders, log) })
    await requireOn(raised, folders)
    after?.(close)
    return { ...handsOf(raised), errors, close }
  } catch (error) {
    await close()
    throw error
  }
}

type Home = { readonly dataDir: string; readonly target: DatabaseTarget; close(): Promise<void> }

/** A folder with a PostgreSQL of its own, which go when they are closed, or else when this process ends. */
async function openHome(): Promise<Home> {
  const dataDir = await mkdtemp(join(tmpdir(), 'guildhall-'))
  // As root, PostgreSQL runs as another account, which must reach it.
  await chmod(dataDir, 0o755)
  await mkdir(join(dataDir, 'plugins'))
  const postgres = await startPostgres({ dataDir, log: () => {} })
  const atExit = () => {
    const [pid] = readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')
    process.kill(Number(pid), 'SIGQUIT')
    rmSync(dataDir, { recursive: true, force: true })
  }
  process.once('exit', atExit)
  return {
    dataDir,
    target: postgres.target,
    close: async () => {
      process.off('exit', atExit)
      await postgres.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** As pino writes it. */
const ERROR = 50

function listeningLog(): { log: Log; errors: string[] } {
  const errors: string[] = []
  const write = (line: string) => {
    if (JSON.parse(line).level >= ERROR) errors.push(line)
  }
  return { log: pino({ level: 'error', serializers: { err: withoutWords } }, { write }), errors }
}

async function prepareDatabase({ target, dataDir }: Home, log: Log): Promise<void> {
  await migrate(target, log)
  await migrateJobs(target, log)
  const database = openDatabase(target)
  const env = loadEnv({ GUILDHALL_LIMITS: 'off', DATA_DIR: dataDir }, '')
  const app = await buildApp({ env, database, log, secret: 'of a server that never listens' })
  await makeCast(app.ctx)
  await app.settled()
  await app.close()
  await database.close()
}

/** Decides which plugins are on, of all that are found. */
const justThese = (folders: readonly string[], log: Log) => async (database: Database, env: Env) => {
  const parts = { env: { ...env, safeMode: true }, database, log, now: () => new Date(), before: null }
  const { states } = await loadPlugins({ ...parts, tripped: () => {} })
  for (const { id, folder, about } of states) {
    const enabled = folders.some(one => basename(one) === basename(folder))
    const row = { id, enabled, enabledAt: new Date(), consent: about ? askedBy(about) : [] }
    await database.db.insert(table).values(row)
  }
}

async function requireOn({ ctx }: Raised, folders: readonly string[]): Promise<void> {
  const states = service.all(await ctx(people.ada))
  for (const folder of folders) {
    const state = states.find(one => basename(one.folder) === basename(folder))
    if (state?.on) continue
    const { trouble } = state ?? {}
    const why = trouble ? t('en', trouble.key, trouble.values) : 'it is not found there'
    throw new Error(`the plugin in ${folder} is not on: ${why}`)
  }
}

function handsOf({ url, agent, settled }: Raised): Omit<TestGuildhall, 'errors' | 'close'> {
  const visitor = () => new Client(url, agent)
  const as = (who: Person) => () => signIn(visitor(), who)
  const [member, administrator] = [as(people.mia), as(people.ada)]
  let category: Promise<string> | undefined
  const makeCategory = async () => {
    const made = await (await administrator()).api('POST', '/categories', { name: 'Talk', slug: 'talk' })
    return made.json<{ id: string }>().id
  }
  return {
    ...{ url, settled, visitor, member, administrator },
    newcomer: as(people.noor),
    moderator: as(people.mo),
    thread: async ({ title = 'A thread of the test', body = 'What it is about.' } = {}) => {
      category ??= makeCategory()
      const answer = await (await member()).api('POST', '/threads', { categoryId: await category, title, body })
      if (answer.status !== 201) throw new Error(`no thread: ${answer.status} ${answer.text}`)
      const { id, post } = answer.json<{ id: string; post: { id: string } }>()
      return { id, postId: post.id, path: (await visitor().get(`/t/${id}`)).location || `/t/${id}` }
    },
  }
}
