/** What the machine knows of a process id. A bare id is not enough: ids are used again, and soon, in containers. */
import { execFile } from 'node:child_process'
import { readFile, readlink } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A text that only this run of this process has (its start on this boot), or null when no such process lives. */
export async function processIdentity(pid: number): Promise<string | null> {
  if (process.platform !== 'linux') {
    return run('ps', ['-o', 'lstart=', '-p', String(pid)]).then(
      ({ stdout }) => stdout.trim() || null,
      () => null,
    )
  }
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    // The name (field 2) may hold spaces and brackets: count from its closing one. State is field 3, start time field 22.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z' || fields[0] === 'X') return null
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8')
    return `${boot.trim()}:${fields[19]}`
  } catch {
    return null
  }
}

/** Whether a live process is the PostgreSQL server of a cluster: it works inside the cluster's folder. */
export async function isPostmaster(pid: number, cluster: string): Promise<boolean> {
  if ((await processIdentity(pid)) === null) return false
  if (process.platform === 'linux') {
    return readlink(`/proc/${pid}/cwd`).then(
      folder => folder === cluster,
      () => false,
    )
  }
  return run('ps', ['-o', 'comm=', '-p', String(pid)]).then(
    ({ stdout }) => stdout.includes('postgres'),
    () => false,
  )
}

/** Waits until the condition answers something, looking every few milliseconds; null when the time is over. */
export async function until<T>(condition: () => Promise<T | null>, limitMs: number): Promise<T | null> {
  const end = Date.now() + limitMs
  for (;;) {
    const answer = await condition()
    if (answer !== null || Date.now() > end) return answer
    await pause(15)
  }
}
