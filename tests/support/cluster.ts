/**
 * One PostgreSQL cluster for all test files of a run, and one database per test file.
 *
 * tap runs every suite in a process of its own, so the cluster belongs to none of them: whoever comes first starts a
 * *holder* (cluster-holder.ts), and each process keeps a connection to it for as long as it lives. When the last
 * connection is gone, by a good end or by a kill, the holder stops PostgreSQL and removes its folder. So a whole run,
 * one suite on its own, and two runs at once all work without a word of configuration.
 */
import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, openSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { connect as dial } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { connect, type DatabaseTarget } from '../../server/core/db.ts'
import { fingerprint } from './client.ts'

export type LocalTarget = Extract<DatabaseTarget, { host: string }>

export type TestDatabase = { readonly target: LocalTarget; drop(): Promise<void> }

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const LOCK = 7

/** Where the holder of this work tree and account keeps its socket and its cluster. Short: a socket's path has 107 bytes. */
const clusterFolder = (): string => {
  const owner = `${ROOT}:${process.getuid?.() ?? 0}`
  return join(tmpdir(), `guildhall-tests-${createHash('sha256').update(owner).digest('hex').slice(0, 8)}`)
}

let running: Promise<LocalTarget> | null = null

/** The run's cluster; started if nobody has yet. */
function cluster(): Promise<LocalTarget> {
  running ??= enter()
  return running
}

/** A fresh database with the schema and the small cast; `drop` when its users have gone. */
export async function cloneDatabase(): Promise<TestDatabase> {
  return createDatabase(`template ${await template()}`)
}

/** A fresh database with nothing in it. */
export const emptyDatabase = () => createDatabase('')

async function createDatabase(rest: string): Promise<TestDatabase> {
  const server = await cluster()
  const name = `t${process.pid}_${randomBytes(4).toString('hex')}`
  await administer(server, `create database ${name} ${rest}`)
  return {
    target: { ...server, database: name },
    // PostgreSQL first waits some seconds for who is just leaving: one that it throws out on the doorstep (the queue does
    // not wait for its connections to close) fails with it.
    drop: () =>
      administer(server, `drop database if exists ${name}`).catch(() =>
        administer(server, `drop database if exists ${name} with (force)`),
      ),
  }
}

let made: Promise<string> | null = null

/** The template's name. It is made anew when the migrations, or the code that makes the cast, have changed. */
function template(): Promise<string> {
  made ??= (async () => {
    const server = await cluster()
    const name = `template_${fingerprint('db', 'server', 'tests/support')}`
    const sql = connect(server, { max: 1 })
    try {
      await sql`select pg_advisory_lock(${LOCK})`
      const [found] = await sql`select 1 from pg_database where datname = ${name}`
      if (!found) {
        const draft = `${name}_draft`
        await sql.unsafe(`drop database if exists ${draft}`)
        await sql.unsafe(`create database ${draft}`)
        const { fillTemplate } = await import('./template.ts')
        await fillTemplate({ ...server, database: draft })
        await sql.unsafe(`alter database ${draft} rename to ${name}`)
      }
    } finally {
      await sql.end()
    }
    return name
  })()
  return made
}

async function administer(server: LocalTarget, statement: string): Promise<void> {
  const sql = connect(server, { max: 1 })
  try {
    await sql.unsafe(statement)
  } finally {
    await sql.end()
  }
}

/** Connects to the holder, starting one until it answers. */
async function enter(): Promise<LocalTarget> {
  const folder = clusterFolder()
  let holder: Holder | null = null
  for (;;) {
    const answer = await ask(join(folder, 'holder.sock'))
    if (answer) return answer
    // It may have ended because another was faster: that one answers within moments, or else the reason stands.
    if (holder?.endedAt && Date.now() - holder.endedAt > 10_000) {
      throw new Error(`the test cluster did not start:\n${await readFile(holder.log, 'utf8')}`)
    }
    holder ??= startHolder(folder)
    await pause(50)
  }
}

type Holder = { readonly log: string; endedAt: number | null }

function startHolder(folder: string): Holder {
  mkdirSync(folder, { recursive: true })
  const holder: Holder = { log: join(folder, `holder-${process.pid}.log`), endedAt: null }
  const script = fileURLToPath(new URL('./cluster-holder.ts', import.meta.url))
  // Its words go to a file: it outlives this process, and a pipe would tie the two together.
  const child = spawn(process.execPath, ['--import', 'tsx', script, folder], {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', 'ignore', openSync(holder.log, 'w')],
  })
  child.on('exit', () => {
    holder.endedAt = Date.now()
  })
  child.unref()
  return holder
}

/** The holder's answer, or null where none listens. The connection stays open: it says that this process needs the cluster. */
async function ask(path: string): Promise<LocalTarget | null> {
  const socket = dial(path)
  try {
    await once(socket, 'connect')
    const [line] = await once(socket.setEncoding('utf8'), 'data')
    socket.on('error', () => undefined)
    socket.unref()
    return JSON.parse(line)
  } catch {
    return null
  }
}
