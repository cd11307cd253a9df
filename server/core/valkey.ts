/**
 * Valkey (or Redis, 6 and newer): carries wake-ups between processes and counts limits. Nothing in it is the only copy
 * of anything, so the server goes on without it, says so once, and uses it again when it is back.
 */
import type { Redis } from 'ioredis'
import type { Log } from './context.ts'

const CONNECT_MS = 2000
/** Longer, and it counts as unreachable: somebody waits behind it. */
const COMMAND_MS = 1000
const LONGEST_PAUSE_MS = 3000

type Subscriber = {
  readonly heard: (message: string) => void
  /** Each time it begins to hear, again after a connection that was lost too. */
  readonly begun: () => void
}

export class Valkey {
  private subscriber: Redis | null = null

  private constructor(private readonly commands: Redis) {}

  /** Connects; when nobody answers it goes on trying, and what it is asked meanwhile fails at once. */
  static async open(url: string, log: Log): Promise<Valkey> {
    // Loaded only where it is used.
    const { Redis } = await import('ioredis')
    const commands = new Redis(url, {
      lazyConnect: true,
      connectTimeout: CONNECT_MS,
      commandTimeout: COMMAND_MS,
      keepAlive: 10_000,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      // What was sent before the connection broke may have been done: counted once more it would be counted twice.
      autoResendUnfulfilledCommands: false,
      retryStrategy: attempts => Math.min(50 * 2 ** attempts, LONGEST_PAUSE_MS),
    })
    tellOnce(commands, log)
    await commands.connect().catch(() => {})
    return new Valkey(commands)
  }

  /** Sends a message to all who subscribe. @throws when it is unreachable */
  async publish(message: string): Promise<void> {
    await this.tried(this.commands.publish(this.channel, message))
  }

  subscribe({ heard, begun }: Subscriber): void {
    const subscriber = this.commands.duplicate({ enableOfflineQueue: true, autoResubscribe: false })
    this.subscriber = subscriber
    subscriber.on('ready', () => {
      subscriber.subscribe(this.channel).then(begun, () => subscriber.disconnect(true))
    })
    subscriber.on('message', (_channel, message) => heard(message))
    // The other connection says it.
    subscriber.on('error', () => {})
    subscriber.connect().catch(() => {})
  }

  /** Counts one more under a key that is forgotten after a time. @returns how many there are; null when it is unreachable */
  async count(key: string, seconds: number): Promise<number | null> {
    const name = `guildhall:${key}`
    try {
      const answers = await this.tried(this.commands.multi().incr(name).expire(name, seconds).exec())
      const [error, count] = answers?.[0] ?? []
      return !error && typeof count === 'number' ? count : null
    } catch {
      return null
    }
  }

  close(): void {
    this.commands.disconnect()
    this.subscriber?.disconnect()
  }

  /** Messages, unlike keys, know no databases: two communities on one Valkey are kept apart by the number in its name. */
  private get channel(): string {
    return `guildhall:${this.commands.options.db ?? 0}`
  }

  /** One that does not answer is left and dialled again, so that not everybody waits for it in vain. */
  private async tried<T>(answer: Promise<T>): Promise<T> {
    return answer.catch(error => {
      if (this.commands.status === 'ready') this.commands.disconnect(true)
      throw error
    })
  }
}

/** Asks once who answers there. @returns its name and version @throws Error when nobody does */
export async function whoIsAt(url: string): Promise<string> {
  const { Redis } = await import('ioredis')
  const client = new Redis(url, { lazyConnect: true, connectTimeout: CONNECT_MS, retryStrategy: () => null })
  // `connect` only says that it is closed; why was said before.
  let because: Error | undefined
  client.on('error', error => {
    because = error
  })
  try {
    await client.connect()
    const about = await client.info('server')
    const version = (name: string) => about.match(new RegExp(`^${name}_version:(.*)$`, 'm'))?.[1]?.trim()
    const valkey = version('valkey')
    return valkey ? `Valkey ${valkey}` : `Redis ${version('redis') ?? '?'}`
  } catch (error) {
    throw because ?? error
  } finally {
    client.disconnect()
  }
}

function tellOnce(commands: Redis, log: Log): void {
  let away = false
  const goes = (because: string) => {
    if (!away) log.warn({ because }, 'Valkey cannot be reached: processes look once a second, PostgreSQL counts limits')
    away = true
  }
  commands.on('error', error => goes(error.message))
  // Not when it is we who leave.
  commands.on('close', () => commands.status === 'reconnecting' && goes('the connection was closed'))
  commands.on('ready', () => {
    if (away) log.info('Valkey is back')
    away = false
  })
}
