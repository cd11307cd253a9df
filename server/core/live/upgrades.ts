/**
 * Which requests to speak another protocol become sockets. All others are answered as the plain requests that they also
 * are (RFC 9110 §7.8): a program that offers HTTP/2 to any page must be shown the page.
 */
import { createServer, type IncomingMessage, type Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

export const SOCKET_PATH = '/live'

/** @returns a server that hears of those that become sockets, and of nothing else */
export function socketRequests(app: FastifyInstance): Server {
  const sockets = createServer()
  let closing = false
  app.addHook('preClose', done => {
    closing = true
    done()
  })
  app.server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    // Fastify would refuse it and never let go of the connection, nor would the server end before that. Whoever comes back
    // after a loss comes back after this one.
    if (closing) socket.destroy()
    else if (asksForSocket(request)) sockets.emit('upgrade', request, socket, head)
    else answerPlainly(app, request, socket)
  })
  return sockets
}

const asksForSocket = ({ method, url, headers }: IncomingMessage): boolean =>
  method === 'GET' && url?.split('?', 1)[0] === SOCKET_PATH && headers.upgrade?.toLowerCase() === 'websocket'

/** Node has let go of the connection: it is ours, for this one answer. */
function answerPlainly(app: FastifyInstance, request: IncomingMessage, socket: Socket): void {
  socket.on('error', () => socket.destroy())
  const response = new ServerResponse(request)
  response.shouldKeepAlive = false
  response.assignSocket(socket)
  // Nobody reads on and hears the other side end.
  response.on('finish', () => socket.destroySoon())
  app.server.emit('request', request, response)
}
