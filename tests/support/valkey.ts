/** A Valkey (or Redis) of a test's own, which it may kill and start again. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { Redis } from 'ioredis'
import type { Test } from 'tap'
import { temporaryFolder } from './folder.ts'
import { freePort } from './port.ts'
import { until } from './until.ts'

const PROGRAM = ['valkey-server', 'redis-server'].find(name => spawnSync(name, ['--version']).status === 0)

/** Skips a test where neither is installed, with the reason. */
export const valkeyOnly = PROGRAM ? false : 'needs valkey-server or redis-server'

export class TestValkey {
  private child: ChildProcess | null = null

  private constructor(
    private readonly port: number,
    private readonly folder: string,
  ) {}

  static async start(t: Test): Promise<TestValkey> {
    const valkey = new TestValkey(await freePort(), await temporaryFolder(t))
    t.teardown(() => valkey.kill())
    await valkey.start()
    return valkey
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`
  }

  async start(): Promise<void> {
    const args = ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.folder, '--save', '']
    this.child = spawn(PROGRAM ?? '', args, { stdio: 'ignore' })
    await until(() => this.answers(), 'Valkey answers')
  }

  async kill(): Promise<void> {
    const child = this.child
    this.child = null
    if (!child) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }

  /** Stops it as a machine stops that has no time for others, and lets it go on. */
  hang(): void {
    this.child?.kill('SIGSTOP')
  }

  goOn(): void {
    this.child?.kill('SIGCONT')
  }

  /** How many listen to a channel. */
  async listeners(channel: string): Promise<number> {
    return this.ask(async redis => Number((await redis.pubsub('NUMSUB', channel))[1]))
  }

  keys(): Promise<string[]> {
    return this.ask(redis => redis.keys('*'))
  }

  private async ask<T>(question: (redis: Redis) => Promise<T>): Promise<T> {
    const redis = new Redis(this.url, { lazyConnect: true, retryStrategy: () => null })
    redis.on('error', () => {})
    try {
      await redis.connect()
      return await question(redis)
    } finally {
      redis.disconnect()
    }
  }

  private answers(): Promise<boolean> {
    return this.ask(async redis => (await redis.ping()) === 'PONG').catch(() => false)
  }
}
