/** Processes wake each other through Valkey. */
import type { Valkey } from '../valkey.ts'
import type { Bus, Topic } from './bus.ts'
import { Outbox } from './outbox.ts'

export class ValkeyBus implements Bus {
  private readonly outbox: Outbox

  constructor(private readonly valkey: Valkey) {
    this.outbox = new Outbox(message => valkey.publish(message))
  }

  publish(topic: Topic): void {
    this.outbox.add(topic)
  }

  listen(listener: (topic: Topic) => void): void {
    this.valkey.subscribe({
      heard: message => {
        for (const topic of this.outbox.topicsOf(message)) listener(topic)
      },
      // What was said before was said to nobody here.
      begun: () => listener('missed'),
    })
  }

  /** The connections are closed by who opened them. */
  close(): Promise<void> {
    return this.outbox.close()
  }
}
