/** The process's log: lines for people on a terminal, JSON for programs elsewhere. Both go to standard output. */
import { pino } from 'pino'
import type { Log } from './context.ts'
import type { LogLevel } from './env.ts'

type Line = { level: number; time: number; msg?: string; err?: { stack?: string }; pid?: number; hostname?: string }

/** Opens the log. */
export function openLog(level: LogLevel): Log {
  if (!process.stdout.isTTY) return pino({ level })
  return pino({ level }, { write: line => void process.stdout.write(forPeople(line)) })
}

/** One JSON line as "14:03:22 warn words {rest}", with the stack beneath. */
function forPeople(json: string): string {
  const { level, time, msg = '', err, pid: _pid, hostname: _hostname, ...rest } = JSON.parse(json) as Line
  const clock = new Date(time).toTimeString().slice(0, 8)
  const details = Object.keys(rest).length > 0 ? ` ${JSON.stringify(rest)}` : ''
  return `${clock} ${pino.levels.labels[level] ?? level} ${msg}${details}\n${err?.stack ? `${err.stack}\n` : ''}`
}
