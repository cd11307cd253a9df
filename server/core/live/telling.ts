/**
 * One event on its way to a room's listeners. What they are sent is made once for each sort of reader, with rights and
 * language alike, and never for one of them.
 */
import { asAnybody, type Ctx, type Host, makeContext } from '../context.ts'
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

/** Null: nothing is sent to that sort. */
type Frame = Buffer | null

export class Telling {
  private readonly frames = new Map<string, Frame | Promise<Frame>>()
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

  private async send(subscription: Subscription): Promise<void> {
    const frame = this.frameFor(subscription)
    const made = frame instanceof Promise ? await frame : frame
    if (made) subscription.sendBytes(made)
  }

  private frameFor(subscription: Subscription): Frame | Promise<Frame> {
    const sort = this.sortOf(subscription)
    const known = this.frames.get(sort)
    if (known !== undefined) return known
    const making = this.make(subscription).then(frame => {
      this.frames.set(sort, frame)
      return frame
    })
    this.frames.set(sort, making)
    return making
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

  private async make(subscription: Subscription): Promise<Frame> {
    const { event, room } = this
    const html = await this.htmlFor(subscription)
    if (html === null) return null
    return writeFrame({
      op: 'event',
      channel: subscription.channel,
      id: String(event.position),
      type: event.type,
      at: event.at.toISOString(),
      data: room.kind.data ? room.kind.data(event) : publicData(event),
      ...(html && { html }),
    })
  }

  /** Null for what such a reader may not see: they have just lost the right, and are about to be told. */
  private async htmlFor({ html: locale, connection }: Subscription): Promise<string | null> {
    const { html } = this.room.kind
    if (!locale || !html) return ''
    const { host, db } = this.parts
    const reader = asAnybody(makeContext({ db, host, actor: connection.ctx.actor, locale }))
    return html.render(reader, this.event).catch(error => {
      if (error instanceof AppError) return null
      host.log.error(error, `${this.event.type} could not be shown live: pages read themselves again`)
      return REFRESH
    })
  }
}

const everybody: Sight = () => true
