/** Real processes for the tests of operation: what they print, how they end, and folders for them. */
import { type ChildProcess, spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { chmod, chown, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { isPostmaster, processIdentity } from '../../server/core/postgres/processes.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const isRoot = process.getuid?.() === 0
/** Skips a test elsewhere, with the reason. */
export const rootOnly = isRoot ? false : 'needs root, to be somebody else'
/** Who `nobody` is on Debian; any id but ours will do. */
export const NOBODY = 65534

export type Running = {
  readonly pid: number
  /** The first line of standard output that matches, waited for. @throws when the process ends without it */
  line(pattern: RegExp): Promise<string>
  /** All of standard output so far. */
  said(): string
  complaint(): string
  kill(signal: NodeJS.Signals): void
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>
}

export type RunOptions = {
  readonly env?: NodeJS.ProcessEnv
  readonly uid?: number
  readonly cwd?: string
  /** In a group of its own, as a terminal starts it: a signal to minus its id reaches all of the group. */
  readonly grouped?: boolean
}

/** Runs node with these arguments. */
function run(args: readonly string[], { env = {}, uid, cwd = ROOT, grouped = false }: RunOptions = {}): Running {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    detached: grouped,
    ...(uid !== undefined && { uid, gid: uid }),
  })
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', text => (out += text))
  child.stderr.setEncoding('utf8').on('data', text => (err += text))
  const ended = new Promise<number | NodeJS.Signals | null>(resolve => {
    child.on('close', (code, signal) => resolve(code ?? signal))
  })
  return {
    pid: child.pid ?? 0,
    said: () => out,
    complaint: () => err,
    kill: signal => void child.kill(signal),
    ended,
    line: pattern => firstLine(child, pattern, () => ({ out, err })),
  }
}

function firstLine(child: ChildProcess, pattern: RegExp, said: () => { out: string; err: string }): Promise<string> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const found = said()
        .out.split('\n')
        .find(line => pattern.test(line))
      if (found !== undefined) resolve(found)
    }
    child.stdout?.on('data', look)
    child.on('close', () => reject(new Error(`ended without ${pattern}:\n${said().out}${said().err}`)))
    look()
  })
}

/** The Guildhall of this work tree in a folder, on a port that the system chooses. */
export const guildhall = (dataDir: string, args: string[], { env = {}, ...rest }: RunOptions = {}): Running =>
  run([join(ROOT, 'server/start.mjs'), ...args], {
    ...rest,
    cwd: tmpdir(),
    env: { DATA_DIR: dataDir, PORT: '0', ...env },
  })

/** A process that has the database of a folder until it is told to stop (postgres-holder.ts). */
export const holder = async (dataDir: string, options: RunOptions & { task?: 'write' } = {}): Promise<Running> =>
  run([await compiledHolder(), dataDir, ...(options.task ? [options.task] : [])], options)

let compiled: Promise<string> | null = null

/** Compiled once: loading TypeScript takes each process longer than all it is started for. */
function compiledHolder(): Promise<string> {
  const outfile = join(ROOT, `.tap/ops/holder-${process.pid}.mjs`)
  compiled ??= build({
    entryPoints: [fileURLToPath(new URL('./postgres-holder.ts', import.meta.url))],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
  }).then(() => outfile)
  return compiled
}

process.on('exit', () => rmSync(join(ROOT, `.tap/ops/holder-${process.pid}.mjs`), { force: true }))

/** A short temporary folder that PostgreSQL's account can enter, removed at the end of the test. */
export async function folderFor(t: { teardown(work: () => unknown): void }, owner?: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gh-'))
  await chmod(folder, 0o711)
  if (owner !== undefined) await chown(folder, owner, owner)
  t.teardown(async () => {
    await endPostgres(folder)
    await rm(folder, { recursive: true, force: true })
  })
  return folder
}

/** The process id of the folder's PostgreSQL, or null when none is noted. */
export async function postmaster(dataDir: string): Promise<number | null> {
  const text = await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8').catch(() => '')
  return Number(text.split('\n')[0]) || null
}

/** Not a zombie either: in a container nobody may come to bury an orphan. */
export const isAlive = async (pid: number): Promise<boolean> => (await processIdentity(pid)) !== null

/** Waits for a condition. */
export async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise(resolve => setTimeout(resolve, 20))
}

/** Kills PostgreSQL and all its children at once: it leads a group of its own. @throws when none is noted */
export async function killPostgres(dataDir: string): Promise<void> {
  const pid = await postmaster(dataDir)
  if (pid === null) throw new Error(`no PostgreSQL runs in ${dataDir}`)
  process.kill(-pid, 'SIGKILL')
}

async function endPostgres(dataDir: string): Promise<void> {
  const pid = await postmaster(dataDir)
  if (pid === null || !(await isPostmaster(pid, join(dataDir, 'postgres')))) return
  await killPostgres(dataDir)
  await eventually(async () => !(await isAlive(pid)))
}
