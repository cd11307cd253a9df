/** Processes wake each other through PostgreSQL's NOTIFY, on connections of their own and outside of any transaction. */
import type postgres from 'postgres'
import { connect, type DatabaseTarget } from '../db.ts'
import type { Bus, Topic } from './bus.ts'
import { Outbox } from './outbox.ts'

const CHANNEL = 'guildhall'

export class PostgresBus implements Bus {
  private readonly sql: postgres.Sql
  private readonly outbox: Outbox

  constructor(target: DatabaseTarget) {
    // A notification is no data: its commit need not wait for the disk.
    const connection = { application_name: 'guildhall bus', synchronous_commit: 'off' }
    this.sql = connect(target, { max: 1, connection })
    this.outbox = new Outbox(async message => void (await this.sql.notify(CHANNEL, message)))
  }

  publish(topic: Topic): void {
    this.outbox.add(topic)
  }

  listen(listener: (topic: Topic) => void): void {
    const hear = (message: string) => {
      for (const topic of this.outbox.topicsOf(message)) listener(topic)
    }
    // The driver listens again whenever it has lost its connection; what was said meanwhile was said to nobody.
    this.sql.listen(CHANNEL, hear, () => listener('missed')).catch(() => {})
  }

  async close(): Promise<void> {
    await this.outbox.close()
    await this.sql.end({ timeout: 1 })
  }
}
