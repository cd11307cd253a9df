/** What went wrong, as it may be kept and shown to those who keep the server: one line, without members' words. */
import { DrizzleQueryError } from 'drizzle-orm'

const LONGEST = 300

/** PostgreSQL's few messages that repeat the value which was wrong. */
const WITH_VALUE = /^((?:invalid input|malformed|value) [^:"]*)[:"].*/
/** Before an @ stands somebody's name, or in an address of a server its password. */
const BEFORE_AT = /[^\s<>"'(,;]+@/g

/**
 * The line of an error. Drizzle's message has the statement with all its values: there PostgreSQL's own is taken, which
 * names columns and constraints.
 */
export function troubleOf(error: unknown): string {
  const told = error instanceof DrizzleQueryError && error.cause ? error.cause : error
  return troubleIn(told instanceof Error ? told.message : String(told))
}

/** The same of a message that somebody has kept. */
export function troubleIn(message: string): string {
  const line = message.trim().split('\n', 1)[0] ?? ''
  return line.replace(WITH_VALUE, '$1').replaceAll(BEFORE_AT, '…@').trim().slice(0, LONGEST)
}

/** An error that says no more than that line, and where it comes from. */
export function plainError(error: unknown): Error {
  const plain = new Error(troubleOf(error))
  const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter(line => /^\s+at /.test(line)) : []
  plain.stack = [`${plain.name}: ${plain.message}`, ...frames].join('\n')
  return plain
}
