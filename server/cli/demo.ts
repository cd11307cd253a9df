/** `guildhall demo`: the same server, with a lively community of a brand that does not exist. */
import { existsSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Ctx } from '../core/context.ts'
import { type Env, isLoopback, loadEnv } from '../core/env.ts'
import { OperatorError } from '../core/operator-error.ts'
import { startPostgres } from '../core/postgres/supervisor.ts'
import { openProgress } from './progress.ts'
import { toldToStop } from './stopping.ts'
import { say, UsageError, type Verb } from './verb.ts'
import { withGuildhall } from './with-database.ts'

const OWN_FOLDER = './data-demo'

export default {
  usage: `[--reset] [--quiet] [--open]

Starts the server with the sample community of Roitelet, in English and French, in a folder of its own (DATA_DIR, or
else ${OWN_FOLDER}): made at the first start, found there at the next. Prints how to sign in as a member, a moderator and an
administrator. Now and then a bot writes as one of the members.

--reset makes it anew. --quiet leaves the bot out. --open allows a HOST that others can reach: they could then read the
printed passwords only from you, but the texts of the demo are no place for real ones.`,
  options: { reset: { type: 'boolean' }, quiet: { type: 'boolean' }, open: { type: 'boolean' } },
  run: async values => {
    const told = toldToStop()
    const env = demoEnv()
    if (!isLoopback(env.host) && values.open !== true) {
      throw new UsageError(`HOST is ${env.host}, which others can reach: add --open if that is meant`)
    }
    if (values.reset) await forget(env)
    await prepare(env)
    const { startServer } = await import('../main.ts')
    const stop = await startServer(env, say, { beside: context => host(context, values.quiet === true) })
    await told
    await stop()
    return 0
  },
} satisfies Verb

/** The demo has nothing to do with a community beside it: not its `.env`, not its folder, and it sends no mail. */
function demoEnv(): Env {
  const env = loadEnv({ ...process.env, DATA_DIR: process.env.DATA_DIR ?? OWN_FOLDER }, '')
  return { ...env, workers: 1, smtpUrl: null, firstAdmin: null }
}

/** Removes an earlier demo. @throws OperatorError for a folder that is none, or is in use, and for a database elsewhere */
async function forget(env: Env): Promise<void> {
  const { dataDir, databaseUrl } = env
  if (databaseUrl !== null) throw new OperatorError('--reset removes no database of DATABASE_URL: give it an empty one')
  if (!existsSync(join(dataDir, 'postgres'))) return
  const { stateOf } = await import('../demo/service.ts')
  if ((await withGuildhall(env, ({ ctx }) => stateOf(ctx()))) === 'none')
    throw new OperatorError(`${dataDir} holds no demo: it was left as it is`)
  // Whoever may start it is alone with it, and a database that a killed process left behind ends with this one.
  const postgres = await startPostgres({ dataDir, log: () => {} })
  await postgres.stop()
  for (const name of await readdir(dataDir)) await rm(join(dataDir, name), { recursive: true, force: true })
}

/** Sets the demo up, unless it is there. */
async function prepare(env: Env): Promise<void> {
  // Fourteen months of writing in half a minute are more than anybody is allowed.
  await withGuildhall({ ...env, limits: false }, async guildhall => {
    const { setUp, sizeOf, stateOf } = await import('../demo/service.ts')
    const ctx = guildhall.ctx()
    if ((await stateOf(ctx)) === 'ready') return
    const progress = openProgress()
    await guildhall.startBackground()
    await setUp({ ctx, settled: guildhall.settled }, progress.say)
    progress.end()
    const { members, threads, posts } = await sizeOf(ctx)
    say(`Made ${members} members, ${threads} threads and ${posts} posts`)
  })
}

/** Says how to sign in, and lets the bot loose. @returns what stops it */
async function host(context: () => Ctx, quiet: boolean): Promise<() => Promise<void>> {
  const { passwordOf } = await import('../demo/ground.ts')
  const { SIGN_INS } = await import('../demo/world.ts')
  const [member = '', moderator = '', administrator = ''] = SIGN_INS
  for (const [what, name] of Object.entries({ member, moderator, administrator }))
    say(`  ${what.padEnd(14)} ${name.padEnd(8)} ${passwordOf(context().host, name)}`)
  if (quiet) return async () => {}
  const { botFor } = await import('../demo/bot.ts')
  const bot = await botFor(context)
  bot.start()
  return () => bot.stop()
}
