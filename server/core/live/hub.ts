/**
 * Who listens to what in this process, and how they learn of it. Events come from the numbered log, in order, and are
 * told in order; a listener who comes is let in between two of them, so that what they missed and what they hear from
 * then on meet without a gap and without a double.
 */
import { makeContext } from '../context.ts'
import type { Database } from '../db.ts'
import type { DomainEvent, EventType } from '../events/emit.ts'
import type { Locale } from '../i18n.ts'
import { type LiveChannel, readChannel } from './channel.ts'
import { CLOSE, type Connection } from './connection.ts'
import type { ClientFrame, Refusal, Subscribe } from './frames.ts'
import { Past } from './past.ts'
import { Rights, type RightsParts } from './rights.ts'
import { type Room, Rooms } from './room.ts'
import { States } from './states.ts'
import { Subscription } from './subscription.ts'
import { Telling } from './telling.ts'

type HubParts = RightsParts & {
  readonly database: Database
  readonly channels: readonly LiveChannel[]
}

/** What a frame asks for; the language was checked when it was read. */
type Asked = Omit<Subscribe, 'html'> & { readonly html?: Locale }

type Listener = {
  readonly connection: Connection
  readonly places: readonly { readonly channel: string; readonly html: Locale | null }[]
}

const MOST_SUBSCRIPTIONS = 60
/** What it costs, in frames, to be looked at twice before one is refused. */
const SECOND_LOOK = 10
const BEAT_MS = 30_000
/** A session may end without a word, by its date: who is behind a socket is looked up again after this time. */
const IDENTIFY_EVERY_MS = 5 * 60_000

export class LiveHub {
  private readonly kinds: ReadonlyMap<string, LiveChannel>
  private readonly byType = new Map<EventType, LiveChannel[]>()
  private readonly connections = new Set<Connection>()
  private readonly rooms = new Rooms()
  private readonly past: Past
  private readonly rights: Rights
  private readonly states: States
  private begin = () => {}
  /** All that must not happen in the middle of a telling, one after the other; from when the past is known. */
  private work = new Promise<void>(resolve => {
    this.begin = resolve
  })
  private heart: NodeJS.Timeout | null = null
  private closing = false

  constructor(private readonly parts: HubParts) {
    this.past = new Past(parts.database.background)
    this.rights = new Rights(parts, this.connections, this.rooms)
    this.states = new States(this.rooms, this.rights, parts.host.log)
    this.kinds = new Map(parts.channels.map(channel => [channel.kind, channel]))
    for (const channel of parts.channels) {
      for (const type of new Set([...channel.types, ...(channel.shifts ?? []), ...(channel.state?.after ?? [])])) {
        this.byType.set(type, [...(this.byType.get(type) ?? []), channel])
      }
    }
  }

  /** Reads what happened last. @returns the position from which on `follow` wants to be told */
  async start(): Promise<number> {
    await this.past.read()
    this.begin()
    this.heart = setInterval(() => this.beat(), BEAT_MS).unref()
    return this.past.position
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
    this.between(() => this.tellAll(events)).catch(error =>
      this.parts.host.log.error(error, 'events were not told live'),
    )
  }

  /** @param since a position from before it was found out who this is: what happened after it may say otherwise */
  enter(connection: Connection, since: number): void {
    this.connections.add(connection)
    if (this.closing) connection.close(CLOSE.restart, 'restart')
    connection.work = this.between(async () => {
      if (this.rights.concerns(this.past.since(since), connection)) await this.rights.identify(connection)
    })
  }

  leave(connection: Connection): void {
    this.connections.delete(connection)
    for (const subscription of [...connection.subscriptions.values()]) this.rooms.drop(subscription)
  }

  /**
   * Takes over all who listen to another hub of this process, which is to go: they keep their connection, and hear on
   * from where the other ended.
   */
  async adopt(other: LiveHub): Promise<void> {
    const { position, listeners } = await other.release()
    for (const { connection, places } of listeners) {
      if (!connection.isOpen) continue
      connection.server = this
      connection.ctx = makeContext({ ...this.parts.system, actor: connection.ctx.actor, locale: connection.ctx.locale })
      this.connections.add(connection)
      for (const { channel, html } of places) {
        const frame: Asked = { op: 'subscribe', channel, after: String(position), ...(html && { html }) }
        connection.work = connection.work
          .then(() => this.subscribe(connection, frame, true))
          .catch(error => {
            this.parts.host.log.error(error, 'a listener could not be taken over')
            connection.close(CLOSE.failed, 'failed')
          })
      }
    }
  }

  /** Lets go of all who listen. @returns them, with the last position that they were told */
  private release(): Promise<{ position: number; listeners: readonly Listener[] }> {
    return new Promise((resolve, reject) => {
      this.between(() => {
        const listeners = [...this.connections].map(connection => ({
          connection,
          places: [...connection.subscriptions.values()].map(({ channel, html }) => ({ channel, html })),
        }))
        for (const { connection } of listeners) this.leave(connection)
        this.closing = true
        resolve({ position: this.past.position, listeners })
      }).catch(reject)
    })
  }

  /** Does what a frame asks for, after what came before it. */
  receive(connection: Connection, frame: ClientFrame): void {
    connection.work = connection.work
      .then(() => this.obey(connection, frame))
      .catch(error => {
        this.parts.host.log.error(error, 'a frame could not be obeyed')
        connection.close(CLOSE.failed, 'failed')
      })
  }

  /** Tells a channel's listeners its state, which is another now. */
  changed(kind: string, argument: string): void {
    this.states.changed(kind, argument)
  }

  /** Tells every state: any of them may be another now. */
  changedAll(): void {
    for (const { kind, argument } of this.rooms.all) if (kind.state) this.changed(kind.kind, argument)
  }

  /** Says good-bye to all: another server will be there soon. */
  async close(): Promise<void> {
    this.closing = true
    if (this.heart) clearInterval(this.heart)
    for (const connection of this.connections) connection.close(CLOSE.restart, 'restart')
    this.begin()
    await this.work
  }

  /** Ends what is left of them. */
  terminate(): void {
    for (const connection of this.connections) connection.terminate()
  }

  /** Asks all for a sign of life, and lets those go who gave none since they were last asked. */
  beat(): void {
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
    void this.identifyInTurn(due)
  }

  /** One at a time: they are many, and nobody waits for it. */
  private async identifyInTurn(connections: readonly Connection[]): Promise<void> {
    for (const connection of connections) if (connection.isOpen) await this.rights.identify(connection)
  }

  private obey(connection: Connection, frame: ClientFrame): Promise<void> | void {
    switch (frame.op) {
      case 'subscribe':
        return this.subscribe(connection, frame)
      case 'unsubscribe': {
        const subscription = connection.subscriptions.get(frame.channel)
        return subscription ? this.rooms.drop(subscription) : refuse(connection, frame, 'not-subscribed')
      }
      case 'typing': {
        const subscription = connection.subscriptions.get(frame.channel)
        return subscription
          ? subscription.room.attend(connection.ctx, 'typing')
          : refuse(connection, frame, 'not-subscribed')
      }
      case 'ping':
        return connection.send({ op: 'pong' })
      case 'pong':
        return undefined
    }
  }

  /** @param again whether it listened there a moment ago and need not be told that it does */
  private async subscribe(connection: Connection, frame: Asked, again = false): Promise<void> {
    const { channel } = frame
    const { subscriptions } = connection
    if (subscriptions.size >= MOST_SUBSCRIPTIONS && !subscriptions.has(channel))
      return refuse(connection, frame, 'too-many')
    const place = this.placeOf(connection, channel)
    if (place === null) return refuse(connection, frame, 'unknown-channel')
    if (place === 'forbidden') return refuse(connection, frame, 'forbidden')
    const room = this.rooms.expect(place.kind, place.argument)
    try {
      const subscription =
        (await this.admit(connection, room, frame)) ?? (await this.admitAfterAll(connection, room, frame))
      if (subscription) await this.catchUp(subscription, frame, again)
      else refuse(connection, frame, 'forbidden')
    } finally {
      this.rooms.arrived(room)
    }
  }

  /** What a connection means by a channel's name. */
  private placeOf(connection: Connection, channel: string) {
    const { kind: name, argument } = readChannel(channel)
    const kind = this.kinds.get(name)
    if (!kind || (kind.argument ? !kind.argument.test(argument ?? '') : argument !== null)) return null
    if (!kind.ofMember) return { kind, argument: argument ?? '' }
    return connection.memberId === null ? 'forbidden' : { kind, argument: String(connection.memberId) }
  }

  /** Lets it in between two events, if it may hear the room then. */
  private async admit(connection: Connection, room: Room, frame: Asked): Promise<Subscription | null> {
    const { channel, after, html = null } = frame
    if (!(await this.rights.mayHear(connection, room))) return null
    let subscription: Subscription | null = null
    await this.between(async () => {
      if (!connection.isOpen || !(await this.rights.isInSight(connection, room))) return
      const upTo = this.past.position
      const since = after ? Number(after) : upTo
      subscription = new Subscription({ connection, room, channel, html, since, upTo })
      this.rooms.join(subscription)
    })
    return subscription
  }

  /** What we know may be a moment older than what made it come: who is refused is looked at again first. */
  private async admitAfterAll(connection: Connection, room: Room, frame: Asked): Promise<Subscription | null> {
    if (!connection.isOpen || !connection.affords(SECOND_LOOK)) return null
    room.forgetSight()
    if (connection.memberId !== null) await this.rights.identify(connection)
    return this.admit(connection, room, frame)
  }

  /** Tells what was missed, then what came meanwhile; from then on it hears at once. */
  private async catchUp(subscription: Subscription, { id, channel }: Asked, again: boolean): Promise<void> {
    const { connection, room, since, upTo } = subscription
    const missed = await this.past.missed(room, since, upTo)
    if (!missed) subscription.since = upTo
    if (!again) {
      subscription.send({
        op: 'subscribed',
        ...(id !== undefined && { id }),
        channel,
        after: String(subscription.since),
      })
    }
    if (!missed) subscription.send({ op: 'reset', channel })
    for (const event of missed ?? []) {
      await room.retelling(event, () => this.tellingOf(room, event)).to(subscription)
      await connection.flushed()
    }
    while (subscription.waiting && subscription.waiting.length > 0) {
      for (const tell of subscription.waiting.splice(0)) await tell()
    }
    subscription.waiting = null
    if (subscription.over) return
    room.attend(connection.ctx, 'here')
    await this.states.tellTo(subscription)
  }

  /** Runs between two tellings. */
  private between(work: () => Promise<void> | void): Promise<void> {
    const done = this.work.then(work)
    this.work = done.catch(() => {})
    return done
  }

  private async tellAll(events: readonly DomainEvent[]): Promise<void> {
    for (const event of events) {
      await this.rights.heed(event)
      for (const room of this.roomsOf(event)) await this.tell(room, event)
      this.past.add(event)
    }
  }

  private roomsOf(event: DomainEvent): readonly Room[] {
    return (this.byType.get(event.type) ?? []).flatMap(kind =>
      [...new Set(kind.tells(event))].flatMap(argument => this.rooms.find(kind.kind, argument) ?? []),
    )
  }

  private async tell(room: Room, event: DomainEvent): Promise<void> {
    if (room.kind.shifts?.includes(event.type)) await this.rights.lookAgain(room)
    if (room.kind.state?.after?.includes(event.type)) this.changed(room.kind.kind, room.argument)
    if (!room.kind.types.includes(event.type)) return
    room.forgetRetold()
    await this.tellingOf(room, event)
      .toAll(room.subscriptions)
      .catch(error => {
        this.parts.host.log.error(error, `${event.type} could not be told live`)
        for (const { connection } of room.subscriptions) connection.close(CLOSE.failed, 'failed')
      })
  }

  private tellingOf(room: Room, event: DomainEvent): Telling {
    const { host, system, database } = this.parts
    return new Telling({ host, system, db: database.db }, room, event)
  }
}

function refuse(connection: Connection, frame: { id?: number; channel: string }, code: Refusal): void {
  const { id, channel } = frame
  connection.send({ op: 'error', ...(id !== undefined && { id }), channel, code })
}
