/**
 * One Guildhall per data folder. A file names the process that has the folder; it is believed only while that very
 * process lives, so `kill -9` leaves nothing to clean up. Two that clear away the same stale file in the same instant
 * are told apart by the keeper's advisory lock (keeper.ts), which PostgreSQL itself gives back when a process dies.
 */
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { codeOf, fileTrouble, OperatorError } from '../operator-error.ts'
import { processIdentity } from './processes.ts'

/** Another live Guildhall has the folder. */
export class FolderInUse extends OperatorError {
  constructor(
    dataDir: string,
    readonly pid: number,
  ) {
    super(`Guildhall already runs on ${dataDir} (process ${pid}): stop it first, or set DATA_DIR to another folder`)
  }
}

type Holder = { readonly pid: number; readonly identity: string }

/**
 * Takes the folder for this process.
 * @returns gives it back
 * @throws FolderInUse naming the process that has it; OperatorError when the folder cannot be written.
 */
export async function takeFolder(dataDir: string): Promise<() => Promise<void>> {
  const path = pathIn(dataDir)
  const own: Holder = { pid: process.pid, identity: (await processIdentity(process.pid)) ?? '' }
  while (!(await create(path, own))) {
    const holder = await folderHolder(dataDir)
    if (holder !== null) throw new FolderInUse(dataDir, holder)
    await rm(path, { force: true })
  }
  return () => rm(path, { force: true })
}

/** The id of the live process that has the folder, or null. */
export async function folderHolder(dataDir: string): Promise<number | null> {
  const holder = await readHolder(pathIn(dataDir))
  return holder && (await processIdentity(holder.pid)) === holder.identity ? holder.pid : null
}

const pathIn = (dataDir: string) => join(dataDir, 'guildhall.pid')

async function create(path: string, holder: Holder): Promise<boolean> {
  try {
    await writeFile(path, `${JSON.stringify(holder)}\n`, { flag: 'wx' })
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw fileTrouble(error, path)
  }
}

/** Null for a file that is gone, or not one of ours. One that is just being written is empty for a moment. */
async function readHolder(path: string): Promise<Holder | null> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const text = await readFile(path, 'utf8').catch(() => null)
    if (text === null) return null
    const found = parse(text)
    if (found) return found
    await pause(25)
  }
  return null
}

function parse(text: string): Holder | null {
  try {
    const { pid, identity } = JSON.parse(text) as Partial<Holder>
    return Number.isInteger(pid) && pid && typeof identity === 'string' ? { pid, identity } : null
  } catch {
    return null
  }
}
