/** Running PostgreSQL's programs: as its account, with a clean environment, and its last words when one fails. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { basename } from 'node:path'
import { codeOf, diskFull, OperatorError } from '../operator-error.ts'
import type { Account } from './account.ts'

/** Spawns without our variables (they hold secrets, and PG… names would change what runs) and from a folder all may enter. */
export function spawnAs(program: string, args: string[], account: Account | null, options: SpawnOptions): ChildProcess {
  return spawn(program, args, {
    cwd: '/',
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C' },
    ...(account && { uid: account.uid, gid: account.gid }),
    ...options,
  })
}

/**
 * Runs a program until it ends.
 * @throws OperatorError with its last lines when it fails.
 */
export async function runToEnd(program: string, account: Account | null, dataDir: string, args: string[]) {
  const child = spawnAs(program, args, account, { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', text => {
    said = (said + text).slice(-4000)
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', error => reject(cannotRun(program, error)))
    child.on('close', resolve)
  })
  if (code !== 0) throw lastWords(`${basename(program)} failed`, said, dataDir)
}

/** PostgreSQL's own last lines as an error, or the plain reason where they show a full disk. */
export function lastWords(message: string, said: string, dataDir: string): OperatorError {
  if (/No space left on device|Disk quota exceeded|Check free disk space/.test(said))
    return new OperatorError(diskFull(dataDir))
  const lines = said.trim().split('\n').slice(-8)
  return new OperatorError(`${message}; its last words:`, lines)
}

/** A program that is there but "not found" misses its loader: these are built for glibc (not Alpine's musl). */
export function cannotRun(program: string, error: unknown): unknown {
  if (!['ENOENT', 'EACCES', 'ENOEXEC'].includes(codeOf(error))) return error
  return new OperatorError(
    `${program} cannot run here (${codeOf(error)}): the embedded PostgreSQL needs a system with glibc and a disk ` +
      'that is not mounted noexec; or set DATABASE_URL',
  )
}
