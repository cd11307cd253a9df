/** A browser's manners over real HTTP, without a browser: cookies, forms, redirects on demand. */
import { type Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http'
import type { Person } from './people.ts'

export type Fields = Readonly<Record<string, string | readonly string[]>>

/** Where an answer's redirect is followed. */
type Follower = { get(path: string): Promise<Answer> }

export class Answer {
  constructor(
    private readonly follower: Follower,
    readonly url: URL,
    readonly status: number,
    readonly headers: IncomingHttpHeaders,
    readonly bytes: Buffer,
  ) {}

  get text(): string {
    return this.bytes.toString('utf8')
  }

  /** The body as JSON, whatever the test expects of its shape. */
  json<T>(): T {
    return JSON.parse(this.text)
  }

  get location(): string {
    return this.headers.location ?? ''
  }

  /** The page that a redirect leads to; itself when it is none. */
  async follow(): Promise<Answer> {
    return this.location ? (await this.follower.get(this.location)).follow() : this
  }
}

type Options = { readonly headers?: OutgoingHttpHeaders; readonly json?: unknown; readonly body?: string | Buffer }

/** One whose answers are of a kind of their own. */
export abstract class Browser<A extends Answer> {
  private readonly cookies = new Map<string, string>()

  constructor(
    readonly base: string,
    private readonly agent: Agent,
    private readonly headers: OutgoingHttpHeaders = {},
  ) {}

  protected abstract answer(url: URL, status: number, headers: IncomingHttpHeaders, bytes: Buffer): A

  /** What says who it is: the headers that it would send now. */
  get credentials(): Readonly<Record<string, string>> {
    const { authorization } = this.headers
    return {
      ...(this.cookieHeader && { cookie: this.cookieHeader }),
      ...(typeof authorization === 'string' && { authorization }),
    }
  }

  /** The Cookie header that it would send now; empty when it has none. */
  get cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  get = (path: string, options: Options = {}): Promise<A> => this.send('GET', path, options)

  /** Sends a form as a page of the site would. */
  post = (path: string, fields: Fields = {}, headers: OutgoingHttpHeaders = {}): Promise<A> =>
    this.send('POST', path, {
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'sec-fetch-site': 'same-origin',
        accept: 'text/html',
        ...headers,
      },
      body: encode(fields),
    })

  /** Sends JSON to /api/v1; `path` is what follows. */
  api = (method: string, path: string, json?: unknown, headers: OutgoingHttpHeaders = {}): Promise<A> =>
    this.send(method, `/api/v1${path}`, { headers: { 'sec-fetch-site': 'same-origin', ...headers }, json })

  send(method: string, path: string, { headers = {}, json, body }: Options = {}): Promise<A> {
    const url = new URL(path, this.base)
    const payload = json === undefined ? body : JSON.stringify(json)
    const all: OutgoingHttpHeaders = {
      ...this.headers,
      ...(this.cookieHeader && { cookie: this.cookieHeader }),
      ...(json !== undefined && { 'content-type': 'application/json' }),
      ...(payload !== undefined && { 'content-length': Buffer.byteLength(payload) }),
      ...headers,
    }
    return new Promise((resolve, reject) => {
      const sent = request(url, { method, headers: all, agent: this.agent }, incoming => {
        const chunks: Buffer[] = []
        incoming.on('data', chunk => chunks.push(chunk))
        incoming.on('error', reject)
        incoming.on('end', () => {
          for (const line of incoming.headers['set-cookie'] ?? []) this.keep(line)
          resolve(this.answer(url, incoming.statusCode ?? 0, incoming.headers, Buffer.concat(chunks)))
        })
      })
      sent.on('error', reject)
      sent.end(payload)
    })
  }

  cookie(name: string): string | undefined {
    return this.cookies.get(name)
  }

  private keep(line: string): void {
    const [pair = '', ...attributes] = line.split(';')
    const at = pair.indexOf('=')
    const name = pair.slice(0, at).trim()
    if (attributes.some(one => /^\s*max-age=0$/i.test(one))) this.cookies.delete(name)
    else this.cookies.set(name, pair.slice(at + 1))
  }
}

export class Client extends Browser<Answer> {
  protected override answer(url: URL, status: number, headers: IncomingHttpHeaders, bytes: Buffer): Answer {
    return new Answer(this, url, status, headers, bytes)
  }
}

/** Signs in. @throws Error where that is refused */
export async function signIn<C extends Browser<Answer>>(client: C, { name, password }: Person): Promise<C> {
  const answer = await client.api('POST', '/session', { name, password })
  if (answer.status !== 200) throw new Error(`${name} could not sign in: ${answer.status} ${answer.text}`)
  return client
}

function encode(fields: Fields): string {
  const all = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) {
    for (const one of typeof value === 'string' ? [value] : value) all.append(name, one)
  }
  return all.toString()
}
