/** A log that says nothing and remembers its errors: none is the usual expectation. */
import { type Level, pino } from 'pino'
import type { Log } from '../../server/core/context.ts'
import { withoutWords } from '../../server/core/log.ts'

/** As pino writes it. */
const ERROR = 50

/** @param lines is given what it says besides */
export function quietLog(level: Level = 'error', lines?: (line: string) => void): { log: Log; errors: string[] } {
  const errors: string[] = []
  const write = (line: string) => {
    if (JSON.parse(line).level >= ERROR) errors.push(line)
    else lines?.(line)
  }
  return { log: pino({ level, serializers: { err: withoutWords } }, { write }), errors }
}
