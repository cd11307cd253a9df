/** A program at the live socket, which keeps everything that it is told. */
import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { Client } from './http.ts'
import { until } from './until.ts'

/** A frame as it arrives; a test looks at what it expects of it. */
export type Frame = {
  readonly op: string
  readonly id?: number | string
  readonly channel?: string
  readonly after?: string
  readonly code?: string
  readonly type?: string
  readonly html?: string
  readonly data?: unknown
}

export type Goodbye = { readonly code: number; readonly reason: string }

export class Listener {
  readonly frames: Frame[] = []
  goodbye: Goodbye | null = null

  private constructor(readonly socket: WebSocket) {
    socket.on('message', data => this.frames.push(JSON.parse(String(data))))
    socket.on('close', (code, reason) => {
      this.goodbye = { code, reason: String(reason) }
    })
    socket.on('error', () => {})
  }

  /** Opens a socket as the page of that client would; nobody's for a visitor. @throws Error naming the status of a refusal */
  static async open(client: Client, headers: Readonly<Record<string, string>> = {}): Promise<Listener> {
    const { base } = client
    const sent = { origin: base, ...client.credentials, ...headers }
    return Listener.at(base, sent)
  }

  static async at(base: string, headers: Readonly<Record<string, string>>): Promise<Listener> {
    const socket = new WebSocket(`${base.replace('http', 'ws')}/live`, { headers: { ...headers } })
    const listener = new Listener(socket)
    await new Promise<void>((resolve, reject) => {
      socket.once('open', () => resolve())
      socket.once('error', reject)
    })
    return listener
  }

  send(frame: unknown): void {
    this.socket.send(typeof frame === 'string' || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame))
  }

  /** Listens to a channel, and waits until it is let in or refused. */
  async subscribe(channel: string, more: Readonly<Record<string, unknown>> = {}): Promise<Frame> {
    const from = this.frames.length
    this.send({ op: 'subscribe', channel, ...more })
    return this.next(frame => frame.channel === channel && (frame.op === 'subscribed' || frame.op === 'error'), from)
  }

  /** The first frame from an index on that is so. */
  async next(is: (frame: Frame) => boolean, from = 0): Promise<Frame> {
    const find = () => this.frames.slice(from).find(is)
    await until(async () => find() !== undefined || this.goodbye !== null, 'a frame arrived')
    const found = find()
    if (!found) throw new Error(`the socket closed with ${this.goodbye?.code} before`)
    return found
  }

  /** What it was told of events, in order: their types and the ids they name. */
  events(channel?: string): readonly Frame[] {
    return this.frames.filter(frame => frame.op === 'event' && (channel === undefined || frame.channel === channel))
  }

  /** Waits until the server answers: everything that it sent before has arrived then. */
  async settled(): Promise<void> {
    const from = this.frames.length
    this.send({ op: 'ping' })
    await this.next(frame => frame.op === 'pong', from)
  }

  async closed(): Promise<Goodbye> {
    if (!this.goodbye) await once(this.socket, 'close')
    return this.goodbye ?? { code: 0, reason: '' }
  }

  close(): void {
    this.socket.close()
  }
}
