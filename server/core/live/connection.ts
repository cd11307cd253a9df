/** One socket: what it listens to, who is behind it, and what it may do to us. */
import { setTimeout as pause } from 'node:timers/promises'
import type { WebSocket } from 'ws'
import type { Actor } from '../actor.ts'
import type { Ctx } from '../context.ts'
import type { Credentials } from '../http/identity.ts'
import { type ClientFrame, type ServerFrame, writeFrame } from './frames.ts'
import type { Subscription } from './subscription.ts'

/** Reasons for which we close (RFC 6455 §7.4; those from 4000 on are ours). */
export const CLOSE = {
  /** The server goes; another will be there in a moment. */
  restart: 1012,
  /** Does not read what it is sent. */
  slow: 1013,
  /** Sends what is no frame, or too much. */
  policy: 1008,
  /** Something went wrong here; nothing is lost for who comes back with their position. */
  failed: 1011,
  /** The session or token that it was opened with is over. */
  signedOut: 4401,
} as const

/** More than this waiting to be sent: its reader has gone to sleep, and would hold our memory meanwhile. */
const MOST_BUFFERED_BYTES = 1024 * 1024
/** Where many frames follow each other, they wait until less than this waits. */
const FEW_BUFFERED_BYTES = MOST_BUFFERED_BYTES / 4
const LOOK_AGAIN_MS = 20
/** How long a closing handshake may take. */
const FAREWELL_MS = 5000
/** A burst of frames, as a page makes when it opens or comes back; and how many a second go on. */
const BURST = 120
const PER_SECOND = 20
const MOST_FAULTS = 10

/** Who serves a connection: the hub that it came to, or one that has taken its place. */
export type Server = {
  receive(connection: Connection, frame: ClientFrame): void
  leave(connection: Connection): void
}

type ConnectionParts = {
  readonly socket: WebSocket
  readonly credentials: Credentials
  readonly address: string
  readonly limited: boolean
}

export class Connection {
  readonly subscriptions = new Map<string, Subscription>()
  /** Whether it has said something since it was last asked. */
  alive = true
  /** When it was last looked up who this is. */
  identifiedAt = Date.now()
  /** Its frames are done one after the other. */
  work: Promise<void> = Promise.resolve()
  private asked = 0
  private answered = 0
  private tokens = BURST
  private countedAt = Date.now()
  private faults = 0

  constructor(
    private readonly parts: ConnectionParts,
    public ctx: Ctx,
    public server: Server,
  ) {}

  get credentials(): Credentials {
    return this.parts.credentials
  }

  get address(): string {
    return this.parts.address
  }

  get memberId(): number | null {
    return this.ctx.actor.id
  }

  /** Who it is, is looked up again. @returns the number of the question */
  ask(): number {
    this.identifiedAt = Date.now()
    return ++this.asked
  }

  /** Whether this is news: an answer may be overtaken by that to a later question. */
  answers(question: number): boolean {
    if (question < this.answered) return false
    this.answered = question
    return true
  }

  become(actor: Actor): void {
    this.ctx = { ...this.ctx, actor }
  }

  get isOpen(): boolean {
    return this.parts.socket.readyState === this.parts.socket.OPEN
  }

  send(frame: ServerFrame): void {
    this.sendBytes(writeFrame(frame))
  }

  /** A frame that many hear, encoded once. */
  sendBytes(bytes: Buffer): void {
    const { socket } = this.parts
    if (!this.isOpen) return
    if (socket.bufferedAmount > MOST_BUFFERED_BYTES) this.close(CLOSE.slow, 'too slow')
    else socket.send(bytes, { binary: false })
  }

  /** Waits until its reader has taken most of what it was sent. */
  async flushed(): Promise<void> {
    while (this.isOpen && this.parts.socket.bufferedAmount > FEW_BUFFERED_BYTES) await pause(LOOK_AGAIN_MS)
  }

  ping(): void {
    if (this.isOpen) this.parts.socket.ping()
  }

  close(code: number, reason: string): void {
    const { socket } = this.parts
    if (!this.isOpen) return
    socket.close(code, reason)
    // Who does not read does not answer either.
    setTimeout(() => socket.terminate(), FAREWELL_MS).unref()
  }

  terminate(): void {
    this.parts.socket.terminate()
  }

  /** Counts a frame. @returns false, and closes, when there are too many */
  allows(): boolean {
    if (this.affords(1)) return true
    this.close(CLOSE.policy, 'too many frames')
    return false
  }

  /** Takes what something costs us from what it may still ask of us, if it may. */
  affords(cost: number): boolean {
    if (!this.parts.limited) return true
    const now = Date.now()
    this.tokens = Math.min(BURST, this.tokens + ((now - this.countedAt) / 1000) * PER_SECOND)
    this.countedAt = now
    if (this.tokens < cost) return false
    this.tokens -= cost
    return true
  }

  /** Says that a frame was none; who goes on sending such is no client of ours. */
  refuseFrame(): void {
    if (++this.faults > MOST_FAULTS) this.close(CLOSE.policy, 'not a frame')
    else this.send({ op: 'error', code: 'bad-frame' })
  }
}
