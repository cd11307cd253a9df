/**
 * Who may still hear what. Looked at when an event says that it may be another now, before anything later is told. Who
 * cannot be asked about is sent away: they come back, and are asked about at the door.
 */
import type { Ctx, Host } from '../context.ts'
import { AppError } from '../errors.ts'
import type { DomainEvent } from '../events/emit.ts'
import type { Credentials, Identity } from '../http/identity.ts'
import { CLOSE, type Connection } from './connection.ts'
import type { Room, Rooms } from './room.ts'
import type { Subscription } from './subscription.ts'

/** Whose rights an event may have changed. */
export type Shake = 'nobody' | 'everybody' | { readonly memberId: number }

export type RightsParts = {
  readonly host: Host
  /** The system's own context. */
  readonly system: Ctx
  readonly identify: (credentials: Credentials) => Promise<Identity>
  readonly shakes: (event: DomainEvent) => Shake
}

export class Rights {
  constructor(
    private readonly parts: RightsParts,
    private readonly connections: ReadonlySet<Connection>,
    private readonly rooms: Rooms,
  ) {}

  /** Whoever has lost a right by this event hears nothing by it from now on. */
  async heed(event: DomainEvent): Promise<void> {
    const shake = this.parts.shakes(event)
    if (shake === 'nobody') return
    if (shake !== 'everybody') return this.identifyAll(this.of(shake.memberId))
    try {
      await this.parts.host.caches.refresh()
    } catch (error) {
      return this.sendAway(this.connections, error)
    }
    await Promise.all(this.rooms.all.map(room => this.lookAgain(room)))
  }

  /** Whether an event among these may have changed somebody's rights. */
  concerns(events: readonly DomainEvent[], { memberId }: Connection): boolean {
    return events.some(event => {
      const shake = this.parts.shakes(event)
      return typeof shake === 'object' && shake.memberId === memberId
    })
  }

  /** Reads again who may hear a room. */
  async lookAgain(room: Room): Promise<void> {
    room.forgetSight()
    if (room.kind.may) return this.later(room, () => this.sift(room))
    const listeners = [...room.subscriptions]
    try {
      for (const subscription of listeners) await this.check(subscription)
    } catch (error) {
      this.sendAway(new Set(listeners.map(one => one.connection)), error)
    }
  }

  async mayHear(connection: Connection, room: Room): Promise<boolean> {
    if (!(await this.isInSight(connection, room))) return false
    return (await room.kind.may?.(connection.ctx, room.argument)) ?? true
  }

  /** Whether it may, as far as that is known without asking about it. */
  async isInSight(connection: Connection, room: Room): Promise<boolean> {
    const sight = await room.whoMayHear(this.parts.system)
    return sight?.(connection.ctx) ?? false
  }

  /** Puts out of a room who may hear it no more, asking about each; all visitors are alike. */
  async sift(room: Room): Promise<void> {
    let visitors: Promise<boolean> | null = null
    for (const subscription of [...room.subscriptions]) {
      const { connection } = subscription
      if (connection.memberId !== null) await this.ask(subscription)
      else {
        visitors ??= this.mayHear(connection, room)
        if (!(await visitors)) this.putOut(subscription)
      }
    }
  }

  /** Puts somebody out who may hear it no more, asking about them. */
  async ask(subscription: Subscription): Promise<void> {
    const { connection, room } = subscription
    if (!subscription.over && !(await this.mayHear(connection, room))) this.putOut(subscription)
  }

  async identifyAll(connections: readonly Connection[]): Promise<void> {
    await Promise.all(connections.map(one => this.identify(one)))
  }

  /** Looks up again who is behind a socket. */
  async identify(connection: Connection): Promise<void> {
    const asked = connection.ask()
    try {
      const identity = await this.parts.identify(connection.credentials).catch(nobodyIfRefused)
      if (!connection.answers(asked)) return
      if (identity?.actor.id !== connection.memberId) return connection.close(CLOSE.signedOut, 'signed out')
      connection.become(identity.actor)
      for (const subscription of [...connection.subscriptions.values()]) await this.check(subscription)
    } catch (error) {
      this.sendAway([connection], error)
    }
  }

  private of(memberId: number): Connection[] {
    return [...this.connections].filter(one => one.memberId === memberId)
  }

  private async check(subscription: Subscription): Promise<void> {
    const { connection, room } = subscription
    if (!(await this.isInSight(connection, room))) this.putOut(subscription)
    else if (room.kind.may) this.later(room, () => this.ask(subscription))
  }

  /** Does it before the room's next state is told, and waits for nothing. */
  private later(room: Room, work: () => Promise<void>): void {
    const sendAway = (error: unknown) =>
      this.sendAway(new Set([...room.subscriptions].map(one => one.connection)), error)
    room.inTurn(work).catch(sendAway)
  }

  private putOut(subscription: Subscription): void {
    const { connection, channel } = subscription
    if (subscription.over) return
    this.rooms.drop(subscription)
    connection.send({ op: 'error', channel, code: 'forbidden' })
  }

  private sendAway(connections: Iterable<Connection>, error: unknown): void {
    this.parts.host.log.error(error, 'who may hear what could not be found out')
    for (const connection of connections) connection.close(CLOSE.failed, 'failed')
  }
}

function nobodyIfRefused(error: unknown): null {
  if (error instanceof AppError) return null
  throw error
}
