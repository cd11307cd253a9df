/** `guildhall start`: runs until it is told to stop. */
import { loadEnv } from '../core/env.ts'
import { say, type Verb } from './verb.ts'

/** npm passes Ctrl-C on to us although the terminal has told us too: within this time it is the same one. */
const SAME_KEYPRESS_MS = 400
const INTERRUPTED = 130

export default {
  usage:
    '\n\nStarts the server with its database; Ctrl-C or SIGTERM stops both. docs/OPERATIONS.md lists the variables.',
  options: {},
  run: async () => {
    const told = toldToStop()
    const env = loadEnv()
    const stop = await (env.workers > 1
      ? (await import('../workers.ts')).startWorkers(env, say)
      : (await import('../main.ts')).startServer(env, say))
    await told
    await stop()
    return 0
  },
} satisfies Verb

/** Resolves at the first signal; a second one ends the process there and then (its database is adopted at the next start). */
function toldToStop(): Promise<void> {
  return new Promise(resolve => {
    let first = 0
    const tell = () => {
      if (first === 0) {
        first = Date.now()
        resolve()
      } else if (Date.now() - first > SAME_KEYPRESS_MS) process.exit(INTERRUPTED)
    }
    process.on('SIGINT', tell)
    process.on('SIGTERM', tell)
  })
}
