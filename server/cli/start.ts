/** `guildhall start`: runs until it is told to stop. */
import { loadEnv } from '../core/env.ts'
import { toldToStop } from './stopping.ts'
import { say, type Verb } from './verb.ts'

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
