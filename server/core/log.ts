/**
 * The process's log: lines for people on a terminal, JSON for programs elsewhere. Both go to standard output, unless that
 * has the answer of a verb. It holds
 * nobody's words: an error of a statement is written without the values that the statement was given.
 */
import { pino } from 'pino'
import type { Log } from './context.ts'
import type { LogLevel } from './env.ts'

type Line = {
  level: number
  time: number
  msg?: string
  err?: { stack?: string; cause?: { stack?: string } }
  pid?: number
  hostname?: string
}

/** Opens the log. */
export function openLog(level: LogLevel, out: NodeJS.WriteStream = process.stdout): Log {
  const options = { level, serializers: { err: withoutWords } }
  if (!out.isTTY) return out === process.stdout ? pino(options) : pino(options, out)
  return pino(options, { write: line => void out.write(forPeople(line)) })
}

/** One JSON line as "14:03:22 warn words {rest}", with the stack beneath. */
function forPeople(json: string): string {
  const { level, time, msg = '', err, pid: _pid, hostname: _hostname, ...rest } = JSON.parse(json) as Line
  const clock = new Date(time).toTimeString().slice(0, 8)
  const details = Object.keys(rest).length > 0 ? ` ${JSON.stringify(rest)}` : ''
  return `${clock} ${pino.levels.labels[level] ?? level} ${msg}${details}\n${err?.stack ? `${err.stack}\n` : ''}`
}

/** What drizzle puts after a failed statement. */
const VALUES = '\nparams: '

/** PostgreSQL's class of errors that repeat the value which does not fit. */
const MISFIT = /^22/

/** An error as the log has it: where it came from and what it is, and of its properties the code alone. */
export function withoutWords(error: unknown): unknown {
  if (!(error instanceof Error)) return typeof error
  const { name, stack = '', cause } = error
  const code = 'code' in error && error.code !== undefined ? String(error.code) : undefined
  const message =
    name === 'PostgresError' && MISFIT.test(code ?? '')
      ? 'a value that does not fit'
      : (error.message.split(VALUES, 1)[0] ?? '')
  // A stack repeats the message before its frames.
  const frames = stack.slice(stack.indexOf(error.message) + error.message.length)
  return {
    ...{ type: name, message, ...(code && { code }), stack: `${name}: ${message}${frames}` },
    ...(cause !== undefined && { cause: withoutWords(cause) }),
  }
}
