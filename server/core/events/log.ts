/**
 * The numbered log. The *sequencer* gives committed events their position, in the order of their ids, under an advisory
 * lock that lasts as long as its transaction: so positions become visible in order, and a reader of "larger than the
 * last I saw" misses nobody who committed late. *Consumers* follow it, each with a stored cursor, at least once.
 * *Tails* follow it in this process only, from now on (caches, sockets).
 */
import { setTimeout as pause } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import { consumers as cursors } from '../../../db/tables/index.ts'
import type { Ctx, Log } from '../context.ts'
import type { Database, Db } from '../db.ts'
import { addJob, hasQueue } from '../jobs.ts'
import { readOn } from './apart.ts'
import { BATCH, lockCursor, moveCursor, noteFailure, readAfter } from './cursor.ts'
import type { DomainEvent, EventType } from './emit.ts'
import { lastPosition } from './position.ts'

export type Consumer = {
  readonly name: string
  readonly types: readonly EventType[]
  /** The name of one whose work this one builds on: no event is read before that one has had it. */
  readonly after?: string
  /**
   * For one whose work leaves the machine: the name of the job that does it, by `readOn`. The log only says that there is
   * something to read, so whatever this one waits for keeps nobody else waiting.
   */
  readonly job?: string
  /**
   * Called in the transaction that moves the cursor, with events in order; must bear being called twice. One that has a job
   * is called outside any transaction, and perhaps by two processes at the same time.
   */
  handle(ctx: Ctx, events: readonly DomainEvent[]): Promise<void>
}

export type Tail = (events: readonly DomainEvent[]) => void

type LogParts = {
  readonly database: Database
  readonly consumers: readonly Consumer[]
  /** A context of the system on the given connection. */
  readonly context: (db: Db) => Ctx
  readonly log: Log
  /** Called when this process has given positions to events: others may follow them now. */
  readonly numbered?: () => void
}

const LOCK = 0x6775_696c
/** Wakes come by function call and from other processes; this finds what a lost wake left. */
const POLL_MS = 1000
/** Under load, events gather this long before they are numbered together: a socket hears of them in time all the same. */
const GATHER_MS = 10
/** Consumers may wait: what comes meanwhile is worked off in one batch. */
const CONSUME_MS = 100
/** The process that numbered consumes; the others look a little later whether it has, and mostly it has. */
const LOOK_AFTER_MS = 300
/**
 * A process that found another at it leaves it to that one for so long, whoever numbers: otherwise all would do a part of
 * each batch under load, and each part costs as much as the whole.
 */
const YIELD_MS = 1000
/** Somebody waits who has asked for it. */
const RETRY_MS = 3000

export class EventLog {
  private readonly tails: Tail[] = []
  private readonly followers: (() => void)[] = []
  private tailPosition = 0
  private running: Promise<void> | null = null
  private again = false
  /** Whether the next round numbers before it follows. */
  private toNumber = false
  /** Consumers that have something to read, and up to which position at least. */
  private readonly due = new Map<Consumer, number>()
  /** Those among them that failed: they wait for the next poll. */
  private readonly failed = new Set<Consumer>()
  private consuming: Promise<void> = Promise.resolve()
  private consumeTimer: NodeJS.Timeout | null = null
  private consumeAt = 0
  private yieldUntil = 0
  private timer: NodeJS.Timeout | null = null
  private stopped = false

  constructor(private readonly parts: LogParts) {}

  /** Follows the log in this process from now on. */
  tail(listener: Tail): void {
    this.tails.push(listener)
  }

  /** Calls `listener` when consumers have worked through new events, here or in another process: what they count is new then. */
  afterConsumers(listener: () => void): void {
    this.followers.push(listener)
  }

  /** The last position that was handed to the tails: whatever is read from now on reflects everything up to it. */
  get position(): number {
    return this.tailPosition
  }

  /**
   * Begins to number and to consume; what was left by an earlier process comes first.
   * @param from the position after which the tails are handed events; the last one unless said otherwise
   */
  async start(from?: number): Promise<void> {
    this.tailPosition = from ?? (await lastPosition(this.parts.database.background))
    this.timer = setInterval(() => this.poll(), POLL_MS).unref()
    for (const consumer of this.parts.consumers) this.due.set(consumer, Number.POSITIVE_INFINITY)
    this.wake()
  }

  async stop(): Promise<void> {
    this.stopped = true
    if (this.timer) clearInterval(this.timer)
    if (this.consumeTimer) clearTimeout(this.consumeTimer)
    await this.running
    await this.consuming
  }

  /** Says that there may be something to number. Many calls while it works become one more round. */
  wake(): void {
    this.toNumber = true
    this.hear()
  }

  /** Says that another process has numbered: there is something to follow. */
  hear(): void {
    if (this.stopped) return
    this.again = true
    this.running ??= this.runAndSettle()
  }

  private poll(): void {
    this.failed.clear()
    this.wake()
  }

  /**
   * Numbers and consumes until nothing is left, but for what is left to jobs. For tests and the command line; throws what a
   * consumer throws.
   */
  async drain(): Promise<void> {
    await this.running
    while ((await this.number()) > 0) await this.follow()
    await this.follow()
    // After what is under way and before what comes: two at the same consumer would wait for each other.
    const drained = this.consuming.then(async () => {
      for (let waits = true; waits; ) {
        waits = false
        for (const consumer of this.parts.consumers) {
          // Told of the same once: its job may not be able to do it just now.
          if (consumer.job && !this.due.delete(consumer)) continue
          if ((await this.consumeAll(consumer)) !== 'done') waits = true
        }
        if (waits) await pause(GATHER_MS)
      }
    })
    this.consuming = drained.catch(() => {})
    await drained
  }

  /** Lets one consumer read on now, after what is under way. @throws what it throws */
  async retry(consumer: Consumer): Promise<void> {
    if (consumer.job) return this.retryApart(consumer, consumer.job)
    const tried = this.consuming.then(() => this.consumeAll(consumer))
    this.consuming = tried.then(
      () => {},
      () => {},
    )
    await tried
    this.failed.delete(consumer)
  }

  /** What takes longer is left to its job. */
  private async retryApart(consumer: Consumer, job: string): Promise<void> {
    await readOn(this.background, consumer, AbortSignal.timeout(RETRY_MS))
    await this.leaveTo(job)
  }

  private get background(): Ctx {
    return this.parts.context(this.parts.database.background)
  }

  private async runAndSettle(): Promise<void> {
    await this.run()
    this.running = null
    if (this.again) this.hear()
  }

  private async run(): Promise<void> {
    while (this.again && !this.stopped) {
      this.again = false
      let ours = false
      try {
        if (this.toNumber) {
          this.toNumber = false
          ours = (await this.number()) > 0
        }
        await this.follow()
      } catch (error) {
        this.parts.log.error(error, 'the event log could not go on; it tries again')
      }
      const first = ours && Date.now() >= this.yieldUntil
      if (this.anyDue()) this.consumeIn(first ? CONSUME_MS : lookAfter())
      if (this.again) await pause(GATHER_MS)
    }
  }

  private anyDue(): boolean {
    return [...this.due.keys()].some(consumer => !this.failed.has(consumer))
  }

  private consumeIn(wait: number): void {
    const at = Date.now() + wait
    if (this.stopped || (this.consumeTimer && this.consumeAt <= at)) return
    if (this.consumeTimer) clearTimeout(this.consumeTimer)
    this.consumeAt = at
    this.consumeTimer = setTimeout(() => {
      this.consumeTimer = null
      this.consuming = this.consuming.then(() => this.consumeDue())
    }, wait)
  }

  /** Gives positions to committed events. @returns how many. */
  async number(): Promise<number> {
    const [, numbered] = await this.parts.database.log.begin(log => [
      log`select pg_advisory_xact_lock(${LOCK})`,
      log`update domain_events e set position = numbered.position
          from (select id, at, nextval('domain_event_positions') as position
                from (select id, at from domain_events where position is null order by id limit ${BATCH}) waiting) numbered
          where e.id = numbered.id and e.at = numbered.at`,
    ])
    if (numbered.count === BATCH) {
      this.toNumber = true
      this.again = true
    }
    if (numbered.count > 0) this.parts.numbered?.()
    return numbered.count
  }

  /** Hands new events to the tails, and notes whose consumers have something to read. */
  private async follow(): Promise<void> {
    for (;;) {
      const events = await readAfter(this.parts.database.background, this.tailPosition)
      const last = events.at(-1)
      if (!last) return
      this.tailPosition = last.position
      this.noteDue(new Map(events.map(event => [event.type, event.position])))
      for (const tail of this.tails) tail(events)
    }
  }

  private noteDue(lastOf: ReadonlyMap<EventType, number>): void {
    for (const consumer of this.parts.consumers) {
      const position = Math.max(...consumer.types.map(type => lastOf.get(type) ?? 0))
      if (position > 0) this.due.set(consumer, position)
    }
  }

  /** A consumer that fails stays due: it reads the same events again at the next poll, at the latest. */
  private async consumeDue(): Promise<void> {
    try {
      await this.leaveOutWhatIsDone()
    } catch (error) {
      this.parts.log.error(error, 'how far consumers are could not be read; it is tried again')
      return
    }
    for (const [consumer, position] of [...this.due]) {
      if (this.failed.has(consumer)) continue
      try {
        const outcome = await this.consumeAll(consumer)
        if (outcome === 'taken') this.yield()
        if (outcome !== 'done') continue
        if (this.due.get(consumer) === position) this.due.delete(consumer)
      } catch (error) {
        this.failed.add(consumer)
        this.parts.log.error(error, `consumer ${consumer.name} failed; it will read the same events again`)
      }
    }
    for (const follower of this.followers) follower()
    if (this.anyDue()) this.consumeIn(lookAfter())
  }

  /** Another process may have done it: one short question, where each consumer would cost a transaction. */
  private async leaveOutWhatIsDone(): Promise<void> {
    const rows = await this.parts.database.background
      .select({ name: cursors.name, position: cursors.position })
      .from(cursors)
    const done = new Map(rows.map(row => [row.name, row.position]))
    for (const [consumer, position] of this.due) {
      if ((done.get(consumer.name) ?? 0) < position) continue
      this.due.delete(consumer)
      this.yield()
    }
  }

  private yield(): void {
    this.yieldUntil = Date.now() + YIELD_MS
  }

  private async consumeAll(consumer: Consumer): Promise<Outcome> {
    try {
      if (consumer.job) return await this.leaveTo(consumer.job)
      for (;;) {
        const outcome = await this.consume(consumer)
        if (outcome !== 'more') return outcome
      }
    } catch (error) {
      await noteFailure(this.background, consumer.name, error)
      throw error
    }
  }

  /** Where no server has run yet, the first one begins with it. */
  private async leaveTo(job: string): Promise<Outcome> {
    if (await hasQueue(this.background)) await addJob(this.background, job, null, job)
    return 'done'
  }

  /** One batch for one consumer, and what it wants done when that is written. */
  private async consume(consumer: Consumer): Promise<Outcome | 'more'> {
    const afterwards: (() => Promise<void> | void)[] = []
    const outcome = await this.consumeBatch(consumer, work => void afterwards.push(work))
    for (const work of afterwards) await work()
    return outcome
  }

  private consumeBatch(consumer: Consumer, afterCommit: Ctx['afterCommit']): Promise<Outcome | 'more'> {
    return this.parts.database.background.transaction(async db => {
      const cursor = await lockCursor(db, consumer.name)
      // Another process is at it. Should that one die, it is for us to do.
      if (!cursor) return 'taken'
      const { events, all } = await this.readable(db, consumer, cursor.position)
      const last = events.at(-1)
      if (!last) return all ? 'done' : 'behind'
      await consumer.handle({ ...this.parts.context(db), afterCommit }, events)
      await moveCursor(db, consumer.name, last.position)
      if (!all) return 'behind'
      return events.length === BATCH ? 'more' : 'done'
    })
  }

  /** What a consumer may read now, and whether that is all there is: it goes no further than the one before it. */
  private async readable(
    db: Db,
    consumer: Consumer,
    position: number,
  ): Promise<{ events: DomainEvent[]; all: boolean }> {
    const events = await readAfter(db, position, consumer.types)
    const earlier = this.parts.consumers.find(one => one.name === consumer.after)
    const last = events.at(-1)
    if (!earlier || !last) return { events, all: true }
    const [cursor] = await db.select().from(cursors).where(eq(cursors.name, earlier.name))
    const done = Math.max(cursor?.position ?? 0, position)
    const [ahead] = done < last.position ? await readAfter(db, done, earlier.types, 1) : []
    const ready = ahead ? events.filter(event => event.position < ahead.position) : events
    return { events: ready, all: ready.length === events.length }
  }
}

/** Not all at the same moment. */
const lookAfter = (): number => LOOK_AFTER_MS * (0.75 + Math.random() / 2)

/** `taken`: another process is at it. `behind`: the consumer before this one has to go on first. */
type Outcome = 'done' | 'taken' | 'behind'
