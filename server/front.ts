/**
 * The HTTP server of this process. It outlives applications: one built later takes over between two requests, while
 * connections stay open, and what comes before the first is there waits for it. Each application is given a server of its own that never listens, and what arrives here is
 * handed to the current one's.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyServerFactory } from 'fastify'
import { codeOf, OperatorError } from './core/operator-error.ts'

/** Longer than what balancers use (60 s), so that it is never us who close a connection they are about to use. */
const KEEP_ALIVE_MS = 72_000
/** What comes while the server starts waits for it: longer than a start takes, shorter than anybody's patience. */
const HELD_MS = 15_000
const MOST_HELD = 1000
/** In so short a time hardly anybody comes. */
const SHORT_TURN_MS = 0.2
/** On a server that is never quiet. */
const MOST_TURNS = 2000
/** These say how it is now. */
const PROBES = new Set(['/healthz', '/readyz'])
/** How often it is looked whether an application is idle. */
const LOOK_MS = 20
/** For all of a request: ten megabytes over a slow telephone take minutes. Headers still have a minute (Node's own limit). */
const REQUEST_MS = 300_000

type Held = { readonly request: IncomingMessage; readonly response: ServerResponse; readonly limit: NodeJS.Timeout }

export class Front {
  private current: Server | null = null
  /** How many requests each application has in hand. */
  private readonly inHand = new Map<Server, number>()
  private readonly held = new Set<Held>()
  private arrived = 0
  private readonly server = createServer(
    { keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: REQUEST_MS },
    (request, response) => this.answer(request, response),
  )

  constructor() {
    this.server.on('connection', () => void this.arrived++)
    this.server.on('clientError', (error, socket) => {
      if (!this.current?.emit('clientError', error, socket)) socket.destroy()
    })
  }

  /** For `buildApp`: the server that the application sees. */
  readonly factory: FastifyServerFactory = handler => createServer(handler)

  /** Hands what arrives from now on to this application's server. */
  serve(server: Server): void {
    this.current = server
    for (const one of this.held) {
      this.release(one)
      this.hand(server, one.request, one.response)
    }
    this.server.removeAllListeners('upgrade')
    // Only with a listener: without one, Node takes "Upgrade: h2c" for the plain request it also is.
    if (server.listenerCount('upgrade') === 0) return
    this.server.on('upgrade', (request, socket: Duplex, head) => server.emit('upgrade', request, socket, head))
  }

  /**
   * @returns the port, chosen by the system where 0 was asked for
   * @throws OperatorError when the port is taken or may not be used.
   */
  listen(port: number, host: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', error => reject(listenTrouble(error, port, host)))
      this.server.listen(port, host, () => resolve((this.server.address() as AddressInfo).port))
    })
  }

  /** Takes no more connections and waits for the requests in progress, at most `limitMs`; then cuts them. */
  async close(limitMs: number): Promise<void> {
    if (!this.server.listening) return
    for (const one of this.held) this.refuse(one)
    await this.quietMoment()
    const closed = new Promise<void>(resolve => this.server.close(() => resolve()))
    // A connection kept alive becomes idle again when its answer is sent, and close() has looked only once.
    const idle = setInterval(() => this.server.closeIdleConnections(), 50)
    const limit = setTimeout(() => this.server.closeAllConnections(), limitMs)
    await closed
    clearInterval(idle)
    clearTimeout(limit)
  }

  /**
   * Waits for a turn of the event loop in which no connection came. Those that the system has taken and we have not yet are
   * cut when the port is closed; right after such a turn there are none.
   */
  private async quietMoment(): Promise<void> {
    for (let turn = 0; turn < MOST_TURNS; turn++) {
      const [arrived, began] = [this.arrived, performance.now()]
      await new Promise(resolve => setImmediate(resolve))
      if (this.arrived === arrived && performance.now() - began < SHORT_TURN_MS) return
    }
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    if (this.current) this.hand(this.current, request, response)
    else if (PROBES.has(request.url ?? '') || this.held.size >= MOST_HELD) sayStarting(response)
    else this.hold(request, response)
  }

  private hand(server: Server, request: IncomingMessage, response: ServerResponse): void {
    this.inHand.set(server, (this.inHand.get(server) ?? 0) + 1)
    response.once('close', () => this.inHand.set(server, (this.inHand.get(server) ?? 1) - 1))
    server.emit('request', request, response)
  }

  /** Resolves when an application whose place another has taken has no request in hand, or after `limitMs`. */
  async idle(server: Server, limitMs: number): Promise<void> {
    const until = Date.now() + limitMs
    while ((this.inHand.get(server) ?? 0) > 0 && Date.now() < until) await pause(LOOK_MS)
    this.inHand.delete(server)
  }

  private hold(request: IncomingMessage, response: ServerResponse): void {
    const one: Held = { request, response, limit: setTimeout(() => this.refuse(one), HELD_MS) }
    this.held.add(one)
    response.once('close', () => this.release(one))
  }

  private release(one: Held): void {
    clearTimeout(one.limit)
    this.held.delete(one)
  }

  private refuse(one: Held): void {
    this.release(one)
    sayStarting(one.response)
  }
}

const sayStarting = (response: ServerResponse): void =>
  void response
    .writeHead(503, { 'retry-after': '2', 'content-type': 'text/plain', connection: 'close' })
    .end('Guildhall is starting\n')

function listenTrouble(error: unknown, port: number, host: string): unknown {
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return new OperatorError(`Port ${port} on ${host} is taken by another program: stop it, or set PORT to another`)
    case 'EACCES':
      return new OperatorError(`Port ${port} may not be used by this account: set PORT to one above 1023`)
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new OperatorError(`HOST ${host} is not an address of this machine`)
    default:
      return error
  }
}
