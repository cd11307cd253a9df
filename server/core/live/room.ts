/** A channel that somebody listens to, or is about to; and all of these in this process. */
import type { Ctx } from '../context.ts'
import type { DomainEvent } from '../events/emit.ts'
import type { Doing, LiveChannel, Sight } from './channel.ts'
import type { Subscription } from './subscription.ts'
import type { Telling } from './telling.ts'

const RETOLD_MS = 2000

export class Room {
  readonly subscriptions = new Set<Subscription>()
  /** How many are at its door. */
  coming = 0
  private sight: Promise<Sight | null> | null = null
  /** When its state was last told, and whether it is about to be. */
  toldAt = 0
  timer: NodeJS.Timeout | null = null
  private stating: Promise<void> = Promise.resolve()
  private readonly retold = new Map<number, Telling>()

  constructor(
    readonly kind: LiveChannel,
    readonly argument: string,
  ) {}

  get key(): string {
    return keyOf(this.kind.kind, this.argument)
  }

  hears(event: DomainEvent): boolean {
    return this.kind.types.includes(event.type) && this.kind.tells(event).includes(this.argument)
  }

  /** Who may hear it; read once for all who ask. */
  whoMayHear(system: Ctx): Promise<Sight | null> {
    const sight = this.sight ?? this.kind.sight(system, this.argument)
    this.sight = sight
    sight.catch(() => {
      if (this.sight === sight) this.sight = null
    })
    return sight
  }

  /** It is read anew when next asked. */
  forgetSight(): void {
    this.sight = null
    this.forgetRetold()
  }

  /**
   * What is told again to many who come back at once is made once for all of them: until something happens here, or
   * who may hear it is another, and never for long.
   */
  retelling(event: DomainEvent, make: () => Telling): Telling {
    const known = this.retold.get(event.position)
    if (known) return known
    if (this.retold.size === 0) setTimeout(() => this.retold.clear(), RETOLD_MS).unref()
    const telling = make()
    this.retold.set(event.position, telling)
    return telling
  }

  forgetRetold(): void {
    this.retold.clear()
  }

  attend(ctx: Ctx, doing: Doing): void {
    this.kind.attend?.(ctx, this.argument, doing)
  }

  /** Its state is told by one at a time, so that what was read later is told later. */
  inTurn(tellState: () => Promise<void>): Promise<void> {
    const told = this.stating.then(tellState)
    this.stating = told.catch(() => {})
    return told
  }
}

const keyOf = (kind: string, argument: string): string => `${kind} ${argument}`

export class Rooms {
  private readonly byKey = new Map<string, Room>()

  get all(): readonly Room[] {
    return [...this.byKey.values()]
  }

  find(kind: string, argument: string): Room | undefined {
    return this.byKey.get(keyOf(kind, argument))
  }

  /**
   * The room for somebody at its door. It is known from now on, so that two who come at once meet in the same one, and
   * an event that changes who may hear it counts for them too.
   */
  expect(kind: LiveChannel, argument: string): Room {
    const room = this.find(kind.kind, argument) ?? new Room(kind, argument)
    this.byKey.set(room.key, room)
    room.coming++
    return room
  }

  /** They are in, or went away. */
  arrived(room: Room): void {
    room.coming--
    this.forgetEmpty(room)
  }

  join(subscription: Subscription): void {
    const { room, connection, channel } = subscription
    const known = connection.subscriptions.get(channel)
    if (known) this.drop(known)
    room.subscriptions.add(subscription)
    connection.subscriptions.set(channel, subscription)
  }

  drop(subscription: Subscription): void {
    const { connection, room, channel } = subscription
    if (subscription.over) return
    subscription.over = true
    room.subscriptions.delete(subscription)
    connection.subscriptions.delete(channel)
    // Who was not let in entirely has not come.
    if (!subscription.waiting) room.attend(connection.ctx, 'gone')
    this.forgetEmpty(room)
  }

  private forgetEmpty(room: Room): void {
    if (room.subscriptions.size > 0 || room.coming > 0) return
    if (room.timer) clearTimeout(room.timer)
    room.timer = null
    this.byKey.delete(room.key)
  }
}
