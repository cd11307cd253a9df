/** A server as an installation has it, on a database that is ready: for tests, in their own process. */
import { randomBytes } from 'node:crypto'
import { Agent } from 'node:http'
import type { Actor } from '../core/actor.ts'
import type { Ctx, Log } from '../core/context.ts'
import { type Database, type DatabaseTarget, openDatabase } from '../core/db.ts'
import { type Env, loadEnv } from '../core/env.ts'
import { Front } from '../front.ts'
import { Stage } from '../stage.ts'
import { actorOf, type Person } from './people.ts'

export type RaiseParts = {
  /** The operator's variables; limits are off, and the system chooses the port. */
  readonly variables: Readonly<Record<string, string>>
  readonly target: DatabaseTarget
  readonly log: Log
  /** Where the built client is; that of the installation unless said otherwise. */
  readonly assetsFolder?: string
  /** What is done before plugins are loaded. */
  readonly prepare: (database: Database, env: Env) => Promise<void>
}

export type Raised = {
  readonly url: string
  readonly stage: Stage
  readonly database: Database
  /** For clients, whose connections end with it. */
  readonly agent: Agent
  /** A context in which somebody acts: a person, an actor, or the system. */
  ctx(who?: Person | Actor): Promise<Ctx>
  /** Waits until the log is read by all, and no due job is left. */
  settled(): Promise<void>
  close(): Promise<void>
}

/** Starts it. @throws what keeps a server from starting */
export async function raise({ variables, target, log, assetsFolder, prepare }: RaiseParts): Promise<Raised> {
  const front = new Front()
  const port = await front.listen(Number(variables.PORT ?? 0), '127.0.0.1')
  const env = loadEnv({ GUILDHALL_LIMITS: 'off', LOG_LEVEL: 'error', ...variables, PORT: String(port) }, '')
  const database = openDatabase(target)
  const secret = randomBytes(32).toString('hex')
  const parts = { env, database, log, secret, front, ...(assetsFolder !== undefined && { assetsFolder }) }
  const stage = new Stage(parts)
  const agent = new Agent({ keepAlive: true })
  const close = async () => {
    agent.destroy()
    await stage.farewell()
    await front.close(1000)
    await stage.close()
    await database.close()
  }
  try {
    await prepare(database, env)
    const first = await stage.open()
    front.serve(first.app.server)
    await stage.startBackground()
  } catch (error) {
    await close()
    throw error
  }
  return {
    ...{ url: `http://localhost:${port}`, stage, database, agent, close },
    ctx: async who => {
      const system = stage.ctx()
      if (!who) return system
      return { ...system, actor: 'kind' in who ? who : await actorOf(system, who) }
    },
    settled: () => stage.settled(),
  }
}
