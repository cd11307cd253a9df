/** One socket's place in one room. */
import type { Locale } from '../i18n.ts'
import type { Connection } from './connection.ts'
import { type ServerFrame, writeFrame } from './frames.ts'
import type { Room } from './room.ts'

type SubscriptionParts = {
  readonly connection: Connection
  readonly room: Room
  /** The channel as the client named it. */
  readonly channel: string
  readonly html: Locale | null
  /** It has been told everything up to here. */
  readonly since: number
  /** The last event that was told before it came. */
  readonly upTo: number
}

export class Subscription {
  readonly connection: Connection
  readonly room: Room
  readonly channel: string
  readonly html: Locale | null
  since: number
  readonly upTo: number
  /** What came while it is still being told what it missed; null once it hears all at once. */
  waiting: (() => Promise<void>)[] | null = []
  /** Whoever left or was put out hears nothing more, also of what was on its way to them. */
  over = false

  constructor({ connection, room, channel, html, since, upTo }: SubscriptionParts) {
    this.connection = connection
    this.room = room
    this.channel = channel
    this.html = html
    this.since = since
    this.upTo = upTo
  }

  send(frame: ServerFrame): void {
    this.sendBytes(writeFrame(frame))
  }

  sendBytes(bytes: Buffer): void {
    if (!this.over) this.connection.sendBytes(bytes)
  }
}
