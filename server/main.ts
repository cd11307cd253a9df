/** The server process: database, migrations, application, HTTP server, in this order; and the way back. */
import type { Server } from 'node:http'
import type { Guildhall } from './app.ts'
import { GROUP } from './core/actor.ts'
import type { Env } from './core/env.ts'
import { openLog } from './core/log.ts'
import { OperatorError } from './core/operator-error.ts'
import { Front } from './front.ts'

/** How long requests in progress may take after the word to stop. */
const FINISH_MS = 5000

export type Running = {
  /** Where it is, as printed. */
  readonly address: string
  /** Finishes requests, then closes application, database and PostgreSQL. */
  stop(): Promise<void>
}

/**
 * Starts Guildhall and prints where it is.
 * @throws OperatorError for what the operator can cure; all that was started is stopped again.
 */
export async function startServer(env: Env, print: (line: string) => void): Promise<Running> {
  const log = openLog(env.logLevel)
  const closers: (() => Promise<void>)[] = []
  const stop = async () => {
    for (let close = closers.pop(); close; close = closers.pop()) await close()
  }
  try {
    const [{ buildApp }, target] = await Promise.all([import('./app.ts'), database(env, closers, print)])
    const front = new Front()
    const port = await front.listen(env.port, env.host)
    closers.push(() => front.close(FINISH_MS))
    ...
  }
}
