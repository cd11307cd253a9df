/**
 * One event on its way to a room's listeners. What they are sent is made once for each sort of reader, with rights and
 * language alike, and never for one of them.
 */
import { type Ctx, type Host, makeContext } from '../context.ts'
import type { Db } from '../db.ts'
import { AppError } from '../errors.ts'
import type { DomainEvent } from '../events/emit.ts'
import { publicData, type Sight } from './channel.ts'
import { writeFrame } from './frames.ts'
import type { Room } from './room.ts'
import { REFRESH } from './streams.tsx'
import type { Subscription } from './subscription.ts'

type TellingParts = {
  readonly host: Host
  readonly db: Db
  /** The system's own context. */
  readonly system: Ctx
}

export class Telling {
  private readonly frames = new Map<string, Buffer | null>()
  private audience: Promise<Sight | null> | null = null

  constructor(
    private readonly parts: TellingParts,
    private readonly room: Room,
    private readonly event: DomainEvent,
  ) {}

  /** Sends it to those of them who may hear it; those who are still told what they missed get it after that. */
  async toAll(subscriptions: Iterable<Subscription>): Promise<void> {
    const mayHear = await this.whoMayHear()
    for (const subscription of subscriptions) {
      if (subscription.waiting) subscription.waiting.push(() => this.to(subscription))
      else if (this.isFor(subscription, mayHear)) await this.send(subscription)
    }
  }

  async to(subscription: Subscription): Promise<void> {
    if (this.isFor(subscription, await this.whoMayHear())) await this.send(subscription)
  }

  /** Its frame is made once for each sort of reader: only the first of them waits. */
  private send(subscription: Subscription): Promise<void> | void {
    const sort = this.sortOf(subscription)
    const made = this.frames.get(sort)
    if (made) return subscription.sendBytes(made)
    if (made === undefined) return this.make(subscription, sort)
  }

  private async whoMayHear(): Promise<Sight | null> {
    const { audience } = this.room.kind
    if (!audience) return everybody
    this.audience ??= audience(this.parts.system, this.event)
    return this.audience
  }

  private isFor({ over, since, connection }: Subscription, mayHear: Sight | null): boolean {
    return !over && this.event.position > since && mayHear?.(connection.ctx) === true
  }

  private sortOf({ connection, channel, html }: Subscription): string {
    const { kind, argument } = this.room
    return html && kind.html ? `${channel}\n${html} ${kind.html.readerOf(connection.ctx, argument)}` : channel
  }

  private async make(subscription: Subscription, sort: string): Promise<void> {
    const { event, room } = this
    const html = await this.htmlFor(subscription)
    const frame =
      html === null
        ? null
        : writeFrame({
            op: 'event',
            channel: subscription.channel,
            id: String(event.position),
            type: event.type,
            at: event.at.toISOString(),
            data: room.kind.data ? room.kind.data(event) : publicData(event),
            ...(html && { html }),
          })
    this.frames.set(sort, frame)
    if (frame) subscription.sendBytes(frame)
  }

  /** Null for what such a reader may not see: they have just lost the right, and are about to be told. */
  private async htmlFor({ html: locale, connection }: Subscription): Promise<string | null> {
    const { html } = this.room.kind
    if (!locale || !html) return ''
    const { host, db } = this.parts
    // Anybody with these rights, in this language.
    const reader = makeContext({ db, host, actor: { ...connection.ctx.actor, id: null }, locale })
    return html.render(reader, this.event).catch(error => {
      if (error instanceof AppError) return null
      host.log.error(error, `${this.event.type} could not be shown live: pages read themselves again`)
      return REFRESH
    })
  }
}

const everybody: Sight = () => true
