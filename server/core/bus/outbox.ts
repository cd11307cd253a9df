/** Topics on their way out: gathered for a moment, each once, many to a message, and kept while nobody takes them. */
import { randomBytes } from 'node:crypto'
import { isTopic, type Topic } from './bus.ts'

const GATHER_MS = 3
const AGAIN_MS = 1000
/** PostgreSQL takes less than 8000 bytes. */
const MOST_BYTES = 7900
/** More than these, and the others had better look at everything. */
const MOST_KEPT = 5000

export class Outbox {
  /** First word of each message: a process does not listen to itself. */
  private readonly origin = randomBytes(8).toString('base64url')
  private readonly topics = new Set<Topic>()
  private timer: NodeJS.Timeout | null = null
  private sending: Promise<void> = Promise.resolve()
  private closed = false

  /** @param send sends one message to all processes; throws when it cannot */
  constructor(private readonly send: (message: string) => Promise<void>) {}

  add(topic: Topic): void {
    if (this.topics.size >= MOST_KEPT) {
      this.topics.clear()
      this.topics.add('missed')
    } else this.topics.add(topic)
    this.sendIn(GATHER_MS)
  }

  /** The topics of a message; none when it is one of ours. */
  topicsOf(message: string): readonly Topic[] {
    const [origin, ...topics] = message.split('\n')
    return origin === this.origin ? [] : topics.filter(isTopic)
  }

  /** Sends what is left, if it can be sent. */
  async close(): Promise<void> {
    this.closed = true
    if (this.timer) clearTimeout(this.timer)
    await this.sending
    await this.sendAll().catch(() => {})
  }

  private sendIn(wait: number): void {
    if (this.closed) return
    this.timer ??= setTimeout(() => {
      this.timer = null
      // One after the other: while one is on its way, the next gathers.
      this.sending = this.sending.then(() => this.sendAll()).catch(() => this.sendIn(AGAIN_MS))
    }, wait).unref()
  }

  /** @throws what `send` throws; what was not sent is kept */
  private async sendAll(): Promise<void> {
    for (const message of this.messages([...this.topics])) {
      for (const topic of message) this.topics.delete(topic)
      await this.send([this.origin, ...message].join('\n')).catch(error => {
        for (const topic of message) this.topics.add(topic)
        throw error
      })
    }
  }

  private messages(topics: readonly Topic[]): Topic[][] {
    const messages: Topic[][] = []
    let room = 0
    for (const topic of topics) {
      const bytes = Buffer.byteLength(topic) + 1
      if (room < bytes) {
        messages.push([])
        room = MOST_BYTES - this.origin.length
      }
      room -= bytes
      messages.at(-1)?.push(topic)
    }
    return messages
  }
}
