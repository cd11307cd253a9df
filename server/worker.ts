/** One web process of several, started by the primary (workers.ts), which has the database ready. */
import type { DatabaseTarget } from './core/db.ts'
import { loadEnv } from './core/env.ts'
import { OperatorError } from './core/operator-error.ts'
import { startServer } from './main.ts'
import type { AskForMetrics } from './metrics/machine.ts'
import type { Unwell } from './plugins/starts.ts'

/** What a worker is told at its start, in the variable `WORKER_ORDERS`. Later the word to stop, and what all count together. */
export type Orders = {
  readonly target: DatabaseTarget
  /** Connections for pages. */
  readonly pages: number
  /** Whether it makes the first administrator and says where the server is. */
  readonly first: boolean
  readonly unwell: Unwell
}

export type FromWorker =
  | 'ready'
  /** It could not start, and ends by itself: nothing has ended it. */
  | 'failed'
  | AskForMetrics
  | { readonly print: string }
  | { readonly message: string; readonly details: string[] }

const told = new Promise<void>(resolve => process.on('message', word => word === 'stop' && resolve()))
// A terminal tells all processes of the group to stop, but it is the primary who says when.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {})

try {
  const { target, pages, first, unwell } = readOrders()
  const env = loadEnv(process.env, '')
  const stop = await startServer(
    { ...env, firstAdmin: first ? env.firstAdmin : null },
    line => first && tell({ print: line }),
    { ready: { target, pages, unwell } },
  )
  await tell('ready')
  await told
  await stop()
  process.exit(0)
} catch (error) {
  await tell('failed')
  if (error instanceof OperatorError) await tell({ message: error.message, details: [...error.details] })
  else process.stderr.write(`${error instanceof Error ? error.stack : error}\n`)
  process.exit(1)
}

/** They are nobody else's business: what this process starts does not inherit them. */
function readOrders(): Orders {
  const text = process.env.WORKER_ORDERS ?? ''
  delete process.env.WORKER_ORDERS
  return JSON.parse(text)
}

function tell(words: FromWorker): Promise<void> {
  return new Promise(resolve => {
    if (process.send) process.send(words, () => resolve())
    else resolve()
  })
}
