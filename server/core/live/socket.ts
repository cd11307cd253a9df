/** `GET /live`: the door. Who may come in is decided before the upgrade; afterwards nothing is awaited before we listen. */
import websocket from '@fastify/websocket'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Env } from '../env.ts'
import { Forbidden, RateLimited } from '../errors.ts'
import { isOwnOrigin } from '../http/same-origin.ts'
import { network } from '../limits.ts'
import { Connection } from './connection.ts'
import { MAX_FRAME_BYTES, readFrame } from './frames.ts'
import type { LiveHub } from './hub.ts'
import { SOCKET_PATH, socketRequests } from './upgrades.ts'

/** Windows and devices that one member, or visitors behind one address, may have open at once in one process. */
const MOST_OF_MEMBER = 50
const MOST_OF_ADDRESS = 200
const RETRY_SECONDS = 60

/** Registered before any route, so that all of them know an upgrade when they see one. */
export async function understandSockets(app: FastifyInstance, hub: LiveHub): Promise<void> {
  await app.register(websocket, {
    options: { server: socketRequests(app), maxPayload: MAX_FRAME_BYTES },
    // A peer that vanishes or sends what is no frame is no news.
    errorHandler: (_error, socket) => socket.terminate(),
    preClose: done => {
      hub.terminate()
      app.websocketServer.close(() => done())
    },
  })
}

export function liveRoute(scope: FastifyInstance, { hub, env }: { hub: LiveHub; env: Env }): void {
  scope.get(
    SOCKET_PATH,
    {
      websocket: true,
      config: { budget: 1, program: true },
      onRequest: async request => refuseForeign(env, request),
      preHandler: async request => refuseCrowd(hub, env, request),
    },
    (socket, request) => {
      const { ctx, ip, liveAfter } = request
      if (!ctx) return socket.terminate()
      const { cookie, authorization, 'user-agent': userAgent } = request.headers
      const parts = { socket, credentials: { cookie, authorization, userAgent }, limited: env.limits }
      const connection = new Connection({ ...parts, address: network(ip) }, ctx, hub)
      socket.on('message', (data, isBinary) => {
        connection.alive = true
        if (!connection.isOpen || !connection.allows()) return
        const frame = isBinary ? null : readFrame(String(data))
        if (frame) connection.server.receive(connection, frame)
        else connection.refuseFrame()
      })
      socket.on('pong', () => {
        connection.alive = true
      })
      socket.on('close', () => connection.server.leave(connection))
      hub.enter(connection, liveAfter)
    },
  )
}

/**
 * Browsers name the page's origin with every upgrade, and send cookies whoever asks. A program names none, and may come
 * while it sends no cookie: then there is nobody whose sign-in it could borrow.
 */
function refuseForeign(env: Env, { headers: { origin, cookie } }: FastifyRequest): void {
  const own = origin === undefined ? cookie === undefined : isOwnOrigin(env, origin)
  if (!own) throw new Forbidden('other-origin', 'error.otherOrigin')
}

function refuseCrowd(hub: LiveHub, env: Env, { ctx, ip }: FastifyRequest): void {
  if (!env.limits || !ctx) return
  const { id } = ctx.actor
  const most = id === null ? MOST_OF_ADDRESS : MOST_OF_MEMBER
  if (hub.countOf(id, network(ip)) >= most) throw new RateLimited(RETRY_SECONDS)
}
