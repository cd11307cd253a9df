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
  app.server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    if (asksForSocket(request)) sockets.emit('upgrade', request, socket, head)
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
  response.on('finish', () => socket.end())
  app.server.emit('request', request, response)
}
