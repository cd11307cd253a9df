/**
 * The page's socket: it opens when something is listened to, comes back when it is lost, and asks from where it was. Who
 * comes back after a restart does so at a moment of their own, so that a thousand pages do not knock at once.
 */
export type LiveEvent = {
  readonly op: 'event'
  readonly channel: string
  readonly id: string
  readonly type: string
  readonly at: string
  readonly data: Readonly<Record<string, unknown>>
  readonly html?: string
}

type Frame =
  | LiveEvent
  | { readonly op: 'subscribed'; readonly channel: string; readonly after: string }
  | { readonly op: 'error'; readonly channel?: string; readonly code: string }
  | { readonly op: 'state'; readonly channel: string; readonly data: unknown }
  | { readonly op: 'reset'; readonly channel: string }
  | { readonly op: 'ping' | 'pong' }

export type Hearing = {
  /** In order, each once. */
  readonly event?: (event: LiveEvent) => void
  /** The latest only. */
  readonly state?: (data: unknown) => void
  /** Too much was missed: what the page shows must be read again. */
  readonly reset?: () => void
  /** It may be heard no more. */
  readonly lost?: () => void
}

type Listening = { readonly hearing: Hearing; after: string | null }

/** With which a server says that it starts anew, that we were too slow, that we said too much, that nobody is signed in. */
const [RESTART, SLOW, POLICY, SIGNED_OUT] = [1012, 1013, 1008, 4401]
const FIRST_MS = 500
const LONGEST_MS = 30_000
const SPREAD_MS = 5000
const AGAIN_AFTER_POLICY_MS = 60_000
/** Something must be heard as often as this; if nothing is, we ask, and wait for the answer as long as that. */
const QUIET_MS = 25_000
const ANSWER_MS = 8000
/** A page that nobody looks at for so long lets its connection go. */
const HIDDEN_MS = 10 * 60_000

export class LiveSocket {
  private readonly listening = new Map<string, Listening>()
  private socket: WebSocket | null = null
  private attempts = 0
  private retry: ReturnType<typeof setTimeout> | undefined
  private quiet: ReturnType<typeof setTimeout> | undefined
  private hidden: ReturnType<typeof setTimeout> | undefined

  /**
   * @param changed told whether the page is connected, whenever that changes
   * @param signedOut called when the session that the page was opened with is over
   */
  constructor(
    private readonly language: string,
    private readonly changed: (connected: boolean) => void,
    private readonly signedOut: () => void,
  ) {
    window.addEventListener('online', () => this.comeBack())
    // A connection that goes nowhere is not closed by anybody: its end would be noticed only when something is asked.
    window.addEventListener('offline', () => this.socket && this.drop(this.socket))
    window.addEventListener('pageshow', event => event.persisted && this.comeBack())
    window.addEventListener('pagehide', () => this.leave())
    document.addEventListener('visibilitychange', () => {
      clearTimeout(this.hidden)
      if (document.hidden) this.hidden = setTimeout(() => this.leave(), HIDDEN_MS)
      else this.comeBack()
    })
  }

  /** Listens from a position of the log on; from now on without one. */
  listen(channel: string, after: string | null, hearing: Hearing): void {
    this.listening.set(channel, { hearing, after })
    if (this.socket?.readyState === WebSocket.OPEN) this.subscribe(channel)
    else this.connect()
  }

  /** Hears a channel no more. */
  forget(channel: string): void {
    const known = this.listening.delete(channel)
    if (known && this.socket?.readyState === WebSocket.OPEN) {
      this.socket.send(JSON.stringify({ op: 'unsubscribe', channel }))
    }
  }

  say(frame: { readonly op: 'typing'; readonly channel: string }): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame))
  }

  private connect(): void {
    clearTimeout(this.retry)
    if (this.socket || this.listening.size === 0 || document.hidden) return
    const address = new URL('/live', location.href)
    address.protocol = address.protocol.replace('http', 'ws')
    const socket = new WebSocket(address)
    this.socket = socket
    socket.addEventListener('open', () => {
      for (const channel of this.listening.keys()) this.subscribe(channel)
      this.heard()
    })
    socket.addEventListener('message', ({ data }) => {
      this.heard()
      this.take(JSON.parse(String(data)))
    })
    socket.addEventListener('close', ({ code }) => this.gone(socket, code))
    // Until it is open nothing is heard of it, and a network may swallow it whole.
    this.quiet = setTimeout(() => this.drop(socket), ANSWER_MS * 2)
  }

  private subscribe(channel: string): void {
    const after = this.listening.get(channel)?.after ?? null
    this.socket?.send(JSON.stringify({ op: 'subscribe', channel, after, html: this.language }))
  }

  private take(frame: Frame): void {
    if (frame.op === 'ping') this.socket?.send('{"op":"pong"}')
    if (!('channel' in frame) || frame.channel === undefined) return
    const one = this.listening.get(frame.channel)
    if (!one) return
    switch (frame.op) {
      case 'subscribed':
        one.after = frame.after
        this.attempts = 0
        this.changed(true)
        break
      case 'event':
        one.after = frame.id
        one.hearing.event?.(frame)
        break
      case 'state':
        one.hearing.state?.(frame.data)
        break
      case 'reset':
        one.hearing.reset?.()
        break
      case 'error':
        this.listening.delete(frame.channel)
        one.hearing.lost?.()
    }
  }

  /** Something has come: the connection lives. If nothing comes for a while, it is asked. */
  private heard(): void {
    clearTimeout(this.quiet)
    this.quiet = setTimeout(() => this.ask(), QUIET_MS)
  }

  private ask(): void {
    const { socket } = this
    if (!socket) return
    if (socket.readyState === WebSocket.OPEN) socket.send('{"op":"ping"}')
    clearTimeout(this.quiet)
    this.quiet = setTimeout(() => this.drop(socket), ANSWER_MS)
  }

  /** Gives a connection up without waiting for its farewell, which may never come. */
  private drop(socket: WebSocket): void {
    socket.close()
    this.gone(socket, 0)
  }

  private gone(socket: WebSocket, code: number): void {
    if (this.socket !== socket) return
    this.socket = null
    clearTimeout(this.quiet)
    this.changed(false)
    if (code === SIGNED_OUT) this.signedOut()
    clearTimeout(this.retry)
    if (this.listening.size > 0) this.retry = setTimeout(() => this.connect(), this.wait(code))
  }

  private wait(code: number): number {
    if (code === RESTART) return Math.random() * SPREAD_MS
    if (code === POLICY) return AGAIN_AFTER_POLICY_MS
    if (code === SLOW) return SPREAD_MS
    this.attempts += 1
    const most = Math.min(LONGEST_MS, FIRST_MS * 2 ** this.attempts)
    return most / 2 + Math.random() * (most / 2)
  }

  /** The page is looked at again, or the network is back: now is the time. */
  private comeBack(): void {
    this.attempts = 0
    if (this.socket) this.ask()
    else this.connect()
  }

  private leave(): void {
    const { socket } = this
    this.socket = null
    clearTimeout(this.retry)
    clearTimeout(this.quiet)
    socket?.close()
  }
}
