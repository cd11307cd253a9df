/** A channel that somebody listens to. */
import type { Ctx } from '../context.ts'
import type { DomainEvent } from '../events/emit.ts'
import { type LiveChannel, publicData, type Sight } from './channel.ts'
import type { Subscription } from './connection.ts'
import { writeFrame } from './frames.ts'

export class Room {
  readonly subscriptions = new Set<Subscription>()
  private sight: Promise<Sight | null> | null = null
  /** When its state was last told, and whether it is about to be. */
  toldAt = 0
  timer: NodeJS.Timeout | null = null

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
    this.sight ??= this.kind.sight(system, this.argument).catch(error => {
      this.sight = null
      throw error
    })
    return this.sight
  }

  /** It is read anew when next asked. */
  forgetSight(): void {
    this.sight = null
  }
}

export const keyOf = (kind: string, argument: string): string => `${kind} ${argument}`

/**
 * One event on its way to a room's listeners. What they are sent is made once for each sort of reader, with rights and
 * language alike, and never for one of them.
 */
export class Telling {
  private readonly frames = new Map<string, Promise<Buffer | null>>()
  private audience: Promise<Sight | null> | null = null

  constructor(
    private readonly system: Ctx,
    private readonly room: Room,
    private readonly event: DomainEvent,
    /** A context for anybody with this one's rights, in a language. */
    private readonly readerLike: (subscription: Subscription) => Ctx,
  ) {}

  /** Sends it to one of them, if they may hear it. */
  async to(subscription: Subscription): Promise<void> {
    if (this.event.position <= subscription.since) return
    const { kind } = this.room
    if (kind.audience) {
      this.audience ??= kind.audience(this.system, this.event)
      const mayHear = await this.audience
      if (!mayHear?.(subscription.connection.ctx)) return
    }
    const word = `${subscription.channel}\n${this.wordOf(subscription)}`
    let frame = this.frames.get(word)
    if (!frame) {
      frame = this.make(subscription)
      this.frames.set(word, frame)
    }
    const bytes = await frame
    if (bytes) subscription.connection.sendBytes(bytes)
  }

  private wordOf({ connection, html }: Subscription): string {
    const { kind, argument } = this.room
    return html && kind.html ? `${html} ${kind.html.readerOf(connection.ctx, argument)}` : ''
  }

  private async make(subscription: Subscription): Promise<Buffer | null> {
    const { event, room } = this
    const { kind } = room
    const html = subscription.html && kind.html && (await kind.html.render(this.readerLike(subscription), event))
    return writeFrame({
      op: 'event',
      channel: subscription.channel,
      id: String(event.position),
      type: event.type,
      at: event.at.toISOString(),
      data: kind.data ? kind.data(event) : publicData(event),
      ...(html && { html }),
    })
  }
}
