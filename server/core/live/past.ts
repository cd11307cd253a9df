/** What was told already, for those who come back: the last events in memory, all of them in the log. */
import { and, asc, desc, gt, inArray, isNotNull, lte, max } from 'drizzle-orm'
import { domainEvents } from '../../../db/tables/index.ts'
import type { Db } from '../db.ts'
import type { DomainEvent } from '../events/emit.ts'
import type { Room } from './room.ts'

/** Most who ask for what they missed were away for a moment, and ask for these. */
const REMEMBERED = 1000
/** Who missed more than this reads the page again. */
const MOST_MISSED = 200

export class Past {
  /** The last event that was told. */
  position = 0
  private readonly recent: DomainEvent[] = []
  /** Everything after this position is among the recent ones. */
  private from = 0

  constructor(private readonly db: Db) {}

  async read(): Promise<void> {
    const rows = await this.db
      .select()
      .from(domainEvents)
      .where(isNotNull(domainEvents.position))
      .orderBy(desc(domainEvents.position))
      .limit(REMEMBERED)
    for (const event of asEvents(rows.reverse())) this.add(event)
    this.from = rows.length < REMEMBERED ? 0 : (this.recent[0]?.position ?? 0) - 1
  }

  /** An event has been told. */
  add(event: DomainEvent): void {
    this.recent.push(event)
    this.position = event.position
    if (this.recent.length <= REMEMBERED * 2) return
    const forgotten = this.recent.splice(0, this.recent.length - REMEMBERED)
    this.from = forgotten.at(-1)?.position ?? this.from
  }

  /** What was told after a position, as far as it is remembered. */
  since(position: number): readonly DomainEvent[] {
    if (position >= this.position) return []
    return this.recent.slice(this.recent.findIndex(event => event.position > position))
  }

  /** What a room's listeners were told between two positions; null when that is too much, or cannot be known. */
  async missed(room: Room, after: number, upTo: number): Promise<readonly DomainEvent[] | null> {
    if (after === upTo) return []
    // A page may have been read in a process that is ahead of this one; but nobody has seen what was never written.
    if (after > upTo) return after > (await this.lastWritten()) ? null : []
    const remembered = after >= this.from
    const events = remembered
      ? this.since(after).filter(event => event.position <= upTo && room.hears(event))
      : await this.written(room, after, upTo)
    return events && events.length <= MOST_MISSED ? events : null
  }

  private async written({ kind, argument }: Room, after: number, upTo: number): Promise<DomainEvent[] | null> {
    const ofRoom = kind.missed?.(argument)
    if (!ofRoom) return null
    const { position, type } = domainEvents
    const rows = await this.db
      .select()
      .from(domainEvents)
      .where(and(gt(position, after), lte(position, upTo), inArray(type, [...kind.types]), ofRoom))
      .orderBy(asc(position))
      .limit(MOST_MISSED + 1)
    return asEvents(rows)
  }

  private async lastWritten(): Promise<number> {
    const [last] = await this.db.select({ position: max(domainEvents.position) }).from(domainEvents)
    return last?.position ?? 0
  }
}

/** What `emit` wrote under its type is read back under it. */
const asEvents = (rows: (typeof domainEvents.$inferSelect)[]): DomainEvent[] => rows as DomainEvent[]
