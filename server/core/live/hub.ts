/**
 * Who listens to what in this process, and how they learn of it. Events come from the numbered log, in order, and are
 * told in order; a listener who comes is let in between two of them, so that what they missed and what they hear from
 * then on meet without a gap and without a double. Rights are looked at when somebody comes and again when an event says
 * that they may be others, before anything later is told.
 */
import { and, asc, desc, gt, inArray, isNotNull, lte } from 'drizzle-orm'
import { domainEvents } from '../../../db/tables/index.ts'
import { type Ctx, type Host, makeContext } from '../context.ts'
import type { Database } from '../db.ts'
import { AppError } from '../errors.ts'
import type { DomainEvent, EventType } from '../events/emit.ts'
import type { Credentials, Identity } from '../http/identity.ts'
import type { Doing, LiveChannel } from './channel.ts'
import { CLOSE, type Connection, type Subscription } from './connection.ts'
import { type ClientFrame, type Refusal, type Subscribe, writeFrame } from './frames.ts'
import { keyOf, Room, Telling } from './room.ts'

/** Whose rights an event may have changed. */
export type Shake = 'nobody' | 'everybody' | { readonly memberId: number }

type HubParts = {
  readonly host: Host
  readonly database: Database
  readonly channels: readonly LiveChannel[]
  /** The system's own context. */
  readonly system: Ctx
  readonly identify: (credentials: Credentials) => Promise<Identity>
  readonly shakes: (event: DomainEvent) => Shake
}

/** Events kept here for those who come back soon; most who ask for what they missed ask for these. */
const REMEMBERED = 1000
/** Who missed more than this reads the page again. */
const MOST_MISSED = 200
const MOST_SUBSCRIPTIONS = 60
const BEAT_MS = 30_000
/** A session may end without a word, by its date: who is behind a socket is looked up again after this time. */
const IDENTIFY_EVERY_MS = 5 * 60_000
/** A state is told at once, and then no more often than this. */
const STATE_EVERY_MS = 500

export class LiveHub {
  private readonly kinds: ReadonlyMap<string, LiveChannel>
  private readonly byType = new Map<EventType, LiveChannel[]>()
  private readonly rooms = new Map<string, Room>()
  private readonly connections = new Set<Connection>()
  private readonly recent: DomainEvent[] = []
  /** Everything after this position is among the recent ones. */
  private recentFrom = 0
  private told = 0
  private work: Promise<void> = Promise.resolve()
  private heart: NodeJS.Timeout | null = null

  constructor(private readonly parts: HubParts) {
    this.kinds = new Map(parts.channels.map(channel => [channel.kind, channel]))
    for (const channel of parts.channels) {
      for (const type of new Set([...channel.types, ...(channel.shifts ?? [])])) {
        this.byType.set(type, [...(this.byType.get(type) ?? []), channel])
      }
    }
  }

  /** Reads what happened last. @returns the position from which on `follow` wants to be told */
  async start(): Promise<number> {
    const rows = await this.parts.database.background
      .select()
      .from(domainEvents)
      .where(isNotNull(domainEvents.position))
      .orderBy(desc(domainEvents.position))
      .limit(REMEMBERED)
    this.remember(asEvents(rows.reverse()))
    this.told = this.recent.at(-1)?.position ?? 0
    this.recentFrom = rows.length < REMEMBERED ? 0 : (this.recent[0]?.position ?? 0) - 1
    this.heart = setInterval(() => this.beat(), BEAT_MS).unref()
    return this.told
  }

  /** How many listen. */
  get size(): number {
    return this.connections.size
  }

  countOf(memberId: number | null, address: string): number {
    let count = 0
    for (const one of this.connections)
      if (one.memberId === memberId && (memberId !== null || one.address === address)) count++
    return count
  }

  /** Takes up new events, in order. */
  readonly follow = (events: readonly DomainEvent[]): void => {
    void this.between(() => this.tellAll(events))
  }

  enter(connection: Connection): void {
    this.connections.add(connection)
  }

  leave(connection: Connection): void {
    this.connections.delete(connection)
    for (const subscription of [...connection.subscriptions.values()]) this.drop(subscription)
  }

  /** Does what a frame asks for, after what came before it. */
  receive(connection: Connection, frame: ClientFrame): void {
    connection.work = connection.work
      .then(() => this.obey(connection, frame))
      .catch(error => this.parts.host.log.error(error, 'a frame could not be obeyed'))
  }

  /** Tells a channel's listeners its state, which is another now. */
  changed(kind: string, argument: string): void {
    const room = this.rooms.get(keyOf(kind, argument))
    if (!room || room.timer) return
    const wait = Math.max(0, room.toldAt + STATE_EVERY_MS - Date.now())
    room.timer = setTimeout(() => {
      room.timer = null
      room.toldAt = Date.now()
      this.tellState(room).catch(error => this.parts.host.log.error(error, `the state of ${kind} could not be told`))
    }, wait).unref()
  }

  /** Tells every state: any of them may be another now. */
  changedAll(): void {
    for (const { kind, argument } of this.rooms.values()) if (kind.state) this.changed(kind.kind, argument)
  }

  /** Says good-bye to all: another server will be there soon. */
  async close(): Promise<void> {
    if (this.heart) clearInterval(this.heart)
    for (const connection of this.connections) connection.close(CLOSE.restart, 'restart')
    await this.work
  }

  /** Ends what is left of them. */
  terminate(): void {
    for (const connection of this.connections) connection.terminate()
  }

  private obey(connection: Connection, frame: ClientFrame): Promise<void> | void {
    switch (frame.op) {
      case 'subscribe':
        return this.subscribe(connection, frame)
      case 'unsubscribe': {
        const subscription = connection.subscriptions.get(frame.channel)
        return subscription ? this.drop(subscription) : refuse(connection, frame, 'not-subscribed')
      }
      case 'typing': {
        const subscription = connection.subscriptions.get(frame.channel)
        return subscription ? this.attend(subscription, 'typing') : refuse(connection, frame, 'not-subscribed')
      }
      case 'ping':
        return connection.send({ op: 'pong' })
      case 'pong':
        return undefined
    }
  }

  private async subscribe(connection: Connection, frame: Subscribe): Promise<void> {
    const { channel, after, html = null } = frame
    const known = connection.subscriptions.get(channel)
    if (known) this.drop(known)
    if (connection.subscriptions.size >= MOST_SUBSCRIPTIONS) return refuse(connection, frame, 'too-many')
    const room = this.roomOf(connection, channel)
    if (room === null) return refuse(connection, frame, 'unknown-channel')
    const mayHear = room === 'forbidden' ? null : await room.whoMayHear(this.parts.system)
    if (room === 'forbidden' || !mayHear?.(connection.ctx)) return refuse(connection, frame, 'forbidden')
    if (!connection.isOpen) return
    // Let in between two events: what was told until now is what it may have missed.
    let subscription: Subscription | null = null
    await this.between(() => {
      const since = after ? Number(after) : this.told
      subscription = { connection, room, channel, html, since, waiting: [] }
      this.rooms.set(room.key, room)
      room.subscriptions.add(subscription)
      connection.subscriptions.set(channel, subscription)
    })
    if (subscription) await this.catchUp(subscription, frame, this.told)
  }

  /** Tells what was missed, then what came meanwhile; from then on it hears at once. */
  private async catchUp(subscription: Subscription, { id, channel }: Subscribe, upTo: number): Promise<void> {
    const { connection, room, since } = subscription
    connection.send({ op: 'subscribed', ...(id !== undefined && { id }), channel, after: String(since) })
    const missed = await this.missed(room, since, upTo)
    if (missed) for (const event of missed) await this.tellingOf(room, event).to(subscription)
    else connection.send({ op: 'reset', channel })
    while (subscription.waiting && subscription.waiting.length > 0) {
      for (const tell of subscription.waiting.splice(0)) await tell()
    }
    subscription.waiting = null
    // Who left meanwhile has not come.
    if (!room.subscriptions.has(subscription)) return
    this.attend(subscription, 'here')
    await this.tellStateTo(subscription)
  }

  /** What a channel's listeners were told between two positions; null when that is too much, or too long ago. */
  private async missed(room: Room, after: number, upTo: number): Promise<readonly DomainEvent[] | null> {
    if (after >= upTo) return []
    const { kind, argument } = room
    if (after >= this.recentFrom) {
      const events = this.recent.filter(event => event.position > after && event.position <= upTo && room.hears(event))
      return events.length > MOST_MISSED ? null : events
    }
    const condition = kind.missed?.(argument)
    if (!condition) return null
    const rows = await this.parts.database.background
      .select()
      .from(domainEvents)
      .where(
        and(
          gt(domainEvents.position, after),
          lte(domainEvents.position, upTo),
          inArray(domainEvents.type, [...kind.types]),
          condition,
        ),
      )
      .orderBy(asc(domainEvents.position))
      .limit(MOST_MISSED + 1)
    return rows.length > MOST_MISSED ? null : asEvents(rows)
  }

  /** The room that a connection means by a name. */
  private roomOf(connection: Connection, channel: string): Room | 'forbidden' | null {
    const cut = channel.indexOf(':')
    const [name, rest] = cut < 0 ? [channel, ''] : [channel.slice(0, cut), channel.slice(cut + 1)]
    const kind = this.kinds.get(name)
    if (!kind || (kind.argument ? !kind.argument.test(rest) : cut >= 0)) return null
    if (kind.ofMember && connection.memberId === null) return 'forbidden'
    const argument = kind.ofMember ? String(connection.memberId) : rest
    return this.rooms.get(keyOf(name, argument)) ?? new Room(kind, argument)
  }

  private drop(subscription: Subscription): void {
    const { connection, room, channel } = subscription
    if (!room.subscriptions.delete(subscription)) return
    connection.subscriptions.delete(channel)
    if (!subscription.waiting) this.attend(subscription, 'gone')
    if (room.subscriptions.size > 0) return
    if (room.timer) clearTimeout(room.timer)
    this.rooms.delete(room.key)
  }

  /** Runs between two tellings. */
  private between(work: () => Promise<void> | void): Promise<void> {
    this.work = this.work.then(work).catch(error => this.parts.host.log.error(error, 'an event could not be told live'))
    return this.work
  }

  private async tellAll(events: readonly DomainEvent[]): Promise<void> {
    for (const event of events) {
      await this.heed(event)
      for (const kind of this.byType.get(event.type) ?? []) {
        for (const argument of kind.tells(event)) {
          const room = this.rooms.get(keyOf(kind.kind, argument))
          if (room) await this.tell(room, event)
        }
      }
      this.told = event.position
      this.remember([event])
    }
  }

  private async tell(room: Room, event: DomainEvent): Promise<void> {
    if (room.kind.shifts?.includes(event.type)) await this.lookAgain(room)
    if (!room.kind.types.includes(event.type)) return
    const telling = this.tellingOf(room, event)
    for (const subscription of [...room.subscriptions]) {
      if (subscription.waiting) subscription.waiting.push(() => telling.to(subscription))
      else await telling.to(subscription)
    }
  }

  private tellingOf(room: Room, event: DomainEvent): Telling {
    return new Telling(this.parts.system, room, event, ({ connection: { ctx }, html }) =>
      makeContext({
        db: this.parts.database.db,
        host: this.parts.host,
        actor: { ...ctx.actor, id: null },
        ...(html && { locale: html }),
      }),
    )
  }

  private remember(events: readonly DomainEvent[]): void {
    this.recent.push(...events)
    if (this.recent.length <= REMEMBERED * 2) return
    const forgotten = this.recent.splice(0, this.recent.length - REMEMBERED)
    this.recentFrom = forgotten.at(-1)?.position ?? this.recentFrom
  }

  /** Rights may be others after this event: nobody hears anything more by those that are gone. */
  private async heed(event: DomainEvent): Promise<void> {
    const shake = this.parts.shakes(event)
    if (shake === 'nobody') return
    if (shake === 'everybody') {
      await this.parts.host.caches.refresh()
      for (const room of [...this.rooms.values()]) await this.lookAgain(room)
    } else await this.identifyAgain([...this.connections].filter(({ memberId }) => memberId === shake.memberId))
  }

  private async lookAgain(room: Room): Promise<void> {
    room.forgetSight()
    const mayHear = await room.whoMayHear(this.parts.system)
    for (const subscription of [...room.subscriptions]) {
      if (!mayHear?.(subscription.connection.ctx)) this.putOut(subscription)
    }
  }

  private putOut(subscription: Subscription): void {
    this.drop(subscription)
    subscription.connection.send({ op: 'error', channel: subscription.channel, code: 'forbidden' })
  }

  private async identifyAgain(connections: readonly Connection[]): Promise<void> {
    for (const connection of connections) await this.identifyOne(connection)
  }

  private async identifyOne(connection: Connection): Promise<void> {
    connection.identifiedAt = Date.now()
    const identity = await this.parts.identify(connection.credentials).catch(error => {
      if (error instanceof AppError) return null
      throw error
    })
    if (identity?.actor.id !== connection.memberId) return connection.close(CLOSE.signedOut, 'signed out')
    connection.identity = identity
    connection.ctx = { ...connection.ctx, actor: identity.actor }
    for (const subscription of [...connection.subscriptions.values()]) {
      const mayHear = await subscription.room.whoMayHear(this.parts.system)
      if (!mayHear?.(connection.ctx)) this.putOut(subscription)
    }
  }

  private beat(): void {
    const old = Date.now() - IDENTIFY_EVERY_MS
    const due: Connection[] = []
    for (const connection of this.connections) {
      if (!connection.alive) {
        connection.terminate()
        continue
      }
      connection.alive = false
      connection.ping()
      if (connection.memberId !== null && connection.identifiedAt < old) due.push(connection)
    }
    this.identifyAgain(due).catch(error => this.parts.host.log.error(error, 'who listens was not looked up again'))
  }

  private attend(subscription: Subscription, doing: Doing): void {
    const { room, connection } = subscription
    room.kind.state?.attend?.(connection.ctx, room.argument, doing)
  }

  private async tellState(room: Room): Promise<void> {
    const { state } = room.kind
    if (!state) return
    const frames = new Map<string, Promise<Buffer>>()
    for (const subscription of [...room.subscriptions]) {
      const word = `${subscription.channel}\n${state.readerOf(subscription.connection.ctx)}`
      const frame = frames.get(word) ?? this.stateFrame(subscription)
      frames.set(word, frame)
      subscription.connection.sendBytes(await frame)
    }
  }

  private async tellStateTo(subscription: Subscription): Promise<void> {
    if (subscription.room.kind.state) subscription.connection.sendBytes(await this.stateFrame(subscription))
  }

  private async stateFrame({ channel, room, connection }: Subscription): Promise<Buffer> {
    return writeFrame({ op: 'state', channel, data: await room.kind.state?.read(connection.ctx, room.argument) })
  }
}

function refuse(connection: Connection, frame: { id?: number; channel: string }, code: Refusal): void {
  const { id, channel } = frame
  connection.send({ op: 'error', ...(id !== undefined && { id }), channel, code })
}

/** What `emit` wrote under its type is read back under it. */
const asEvents = (rows: (typeof domainEvents.$inferSelect)[]): DomainEvent[] => rows as DomainEvent[]
