/** The program at the other end of a webhook: it keeps what it is sent and answers as it is told. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'

type Told = {
  readonly id: string
  readonly type: string
  readonly at: string
  readonly attempt: number
  readonly data: Readonly<Record<string, unknown>>
}

export type Received = {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly told: Told
}

type Answer = (response: ServerResponse) => void

type Receiver = {
  readonly url: string
  readonly port: number
  /** In the order in which it came. */
  readonly received: Received[]
  /** How the next ones are answered; the last answer holds for all that follow. */
  answer(...answers: readonly Answer[]): void
  /** What came since this was last asked. */
  news(): Received[]
}

export const status =
  (code: number, body = '', headers: Readonly<Record<string, string>> = {}): Answer =>
  response =>
    void response.writeHead(code, headers).end(body)

export async function startReceiver(t: Test): Promise<Receiver> {
  const received: Received[] = []
  let answers: readonly Answer[] = [status(204)]
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString()
    const told = body === '' ? null : JSON.parse(body)
    received.push({ path: request.url ?? '', headers: request.headers, body, told })
    const [answer, ...rest] = answers
    if (rest.length > 0) answers = rest
    answer?.(response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  const { port } = server.address() as AddressInfo
  let told = 0
  return {
    url: `http://127.0.0.1:${port}/hook`,
    port,
    received,
    answer: (...given) => {
      answers = given
    },
    news: () => {
      const news = received.slice(told)
      told = received.length
      return news
    },
  }
}

/** As docs/WEBHOOKS.md shows it: whether one of the signatures is made with the secret. */
export function isSigned({ headers, body }: Received, secret: string): boolean {
  const parts = String(headers['guildhall-signature'])
    .split(',')
    .map(part => part.split('='))
  const seconds = parts.find(([name]) => name === 't')?.[1]
  const expected = createHmac('sha256', secret).update(`${seconds}.${body}`).digest()
  return parts.some(([name, hex = '']) => {
    const given = Buffer.from(hex, 'hex')
    return name === 'v1' && given.length === expected.length && timingSafeEqual(given, expected)
  })
}

/** How many signatures there are. */
export const signatures = ({ headers }: Received): number =>
  String(headers['guildhall-signature']).split('v1=').length - 1

/** Their names, in order. */
export const typesOf = (news: readonly Received[]): string[] => news.map(({ told }) => told.type)
