/** A log that says nothing and remembers its errors: none is the usual expectation. */
import { pino } from 'pino'
import type { Log } from '../../server/core/context.ts'

export function quietLog(): { log: Log; errors: string[] } {
  const errors: string[] = []
  return { log: pino({ level: 'error' }, { write: line => void errors.push(line) }), errors }
}
