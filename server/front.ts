/**
 * The HTTP server of this process. It outlives applications: one built later takes over between two requests, while
 * connections stay open. Each application is given a server of its own that never listens, and what arrives here is
 * handed to the current one's.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import type { FastifyServerFactory } from 'fastify'
import { codeOf, OperatorError } from './core/operator-error.ts'

/** Longer than what balancers use (60 s), so that it is never us who close a connection they are about to use. */
const KEEP_ALIVE_MS = 72_000
/** For all of a request: ten megabytes over a slow telephone take minutes. Headers still have a minute (Node's own limit). */
const REQUEST_MS = 300_000

export class Front {
  private current: Server | null = null
  private readonly server = createServer(
    { keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: REQUEST_MS },
    (request, response) => this.answer(request, response),
  )

  constructor() {
    this.server.on('clientError', (error, socket) => {
      if (!this.current?.emit('clientError', error, socket)) socket.destroy()
    })
  }

  /** For `buildApp`: the server that the application sees. */
  readonly factory: FastifyServerFactory = handler => createServer(handler)

  /** Hands what arrives from now on to this application's server. */
  serve(server: Server): void {
    this.current = server
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
    const closed = new Promise<void>(resolve => this.server.close(() => resolve()))
    // A connection kept alive becomes idle again when its answer is sent, and close() has looked only once.
    const idle = setInterval(() => this.server.closeIdleConnections(), 50)
    const limit = setTimeout(() => this.server.closeAllConnections(), limitMs)
    await closed
    clearInterval(idle)
    clearTimeout(limit)
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    if (this.current) this.current.emit('request', request, response)
    else response.writeHead(503, { 'retry-after': '2', 'content-type': 'text/plain' }).end('Guildhall is starting\n')
  }
}

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
