/** What a process and those below it cost, as Linux counts it (/proc/<pid>/stat, man 5 proc); and a folder. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** One tick of utime and stime: sysconf(_SC_CLK_TCK) is 100 on every Linux that Node runs on. */
const TICK_MS = 10

type Stat = { readonly pid: number; readonly parent: number; readonly cpuMs: number }

function statOf(pid: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The command may hold spaces and brackets: what follows its last bracket is plain.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return { pid, parent: Number(fields[1]), cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS }
  } catch {
    return null
  }
}

/** Milliseconds of CPU that these processes and all below them have used so far. */
export function cpuMs(roots: readonly number[]): number {
  const all = readdirSync('/proc').flatMap(name => (/^\d+$/.test(name) ? (statOf(Number(name)) ?? []) : []))
  const wanted = new Set(roots)
  for (let grown = true; grown; ) {
    const more = all.filter(one => wanted.has(one.parent) && !wanted.has(one.pid))
    for (const one of more) wanted.add(one.pid)
    grown = more.length > 0
  }
  return all.filter(one => wanted.has(one.pid)).reduce((sum, one) => sum + one.cpuMs, 0)
}

/** Resident memory of one process, in megabytes. */
export function memoryMb(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes) / 1024
}

/** What the files of a folder and those below it take, in megabytes. */
export function diskMb(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(one => one.isFile())
  return files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0) / 1024 ** 2
}
