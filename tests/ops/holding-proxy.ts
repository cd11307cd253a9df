/** A proxy that holds requests while nobody listens behind it, and sends a GET again that was cut off, as Caddy does by `lb_try_duration`. */
import { Agent, createServer, type IncomingMessage, request as send } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import type { Test } from 'tap'
import { codeOf } from '../../server/core/operator-error.ts'

const TRY_AGAIN_MS = 100
const LONGEST_MS = 60_000

/** @returns its address; what it sends goes to `port` of this machine */
export async function holdingProxy(t: Test, port: number): Promise<string> {
  const agent = new Agent({ keepAlive: false })
  const pass = ({ method, url, headers }: IncomingMessage, body: Buffer) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      send({ host: '127.0.0.1', port, method, path: url, headers, agent }, resolve).on('error', reject).end(body)
    })
  const proxy = createServer(async (request, response) => {
    const body = await buffer(request)
    for (const began = Date.now(); Date.now() - began < LONGEST_MS; await pause(TRY_AGAIN_MS)) {
      try {
        const answer = await pass(request, body)
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
        return
      } catch (error) {
        // What somebody may have seen is sent again only when it asks for nothing but an answer.
        if (codeOf(error) !== 'ECONNREFUSED' && request.method !== 'GET') break
      }
    }
    response.writeHead(502).end()
  })
  await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve))
  t.teardown(() => proxy.close())
  return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
}
