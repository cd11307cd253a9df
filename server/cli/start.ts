/** `guildhall start`: runs until it is told to stop. */
import { loadEnv } from '../core/env.ts'
import { toldToStop } from './stopping.ts'
import { say, type Verb } from './verb.ts'

export default {
  usage: `[--watch]

Starts the server with its database; Ctrl-C or SIGTERM stops both. docs/OPERATIONS.md lists the variables.

--watch, for who writes plugins, takes each up as its files are saved, without a restart; one that is broken goes on as it
was. It is one process, whatever WORKERS says.`,
  options: { watch: { type: 'boolean' } },
  run: async ({ watch }) => {
    const told = toldToStop()
    const env = loadEnv()
    const stop = await (env.workers > 1 && !watch
      ? (await import('../workers.ts')).startWorkers(env, say)
      : (await import('../main.ts')).startServer(env, say, { watch: watch === true }))
    await told
    await stop()
    return 0
  },
} satisfies Verb
