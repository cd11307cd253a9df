/** A browser's manners over real HTTP, without a browser: cookies, forms, redirects on demand. */
import { type Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http'
import { type Form, formOf, parsePage } from './html.ts'

export class Answer {
  private parsed: Document | null = null

  constructor(
    private readonly client: Client,
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

  get page(): Document {
    this.parsed ??= parsePage(this.text)
    return this.parsed
  }

  /** What a reader sees in the first element that fits, white space folded; null when none does. */
  seen(selector: string): string | null {
    return this.page.querySelector(selector)?.textContent?.replace(/\s+/g, ' ').trim() ?? null
  }

  get location(): string {
    return this.headers.location ?? ''
  }

  /** The page that a redirect leads to; itself when it is none. */
  async follow(): Promise<Answer> {
    return this.location ? (await this.client.get(this.location)).follow() : this
  }

  /** Fills in and sends the form whose action starts so, as a browser without scripts does; `to` is the pressed button's own address. */
  submit(action: string, values: Form['values'] = {}, to?: string): Promise<Answer> {
    const form = formOf(this.page, action)
    return this.client.post(to ?? form.action, { ...form.values, ...values })
  }
}

type Options = { readonly headers?: OutgoingHttpHeaders; readonly json?: unknown; readonly body?: string | Buffer }

export class Client {
  private readonly cookies = new Map<string, string>()

  constructor(
    readonly base: string,
    private readonly agent: Agent,
    private readonly headers: OutgoingHttpHeaders = {},
  ) {}

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

  get = (path: string, options: Options = {}): Promise<Answer> => this.send('GET', path, options)

  /** Sends a form as a page of the site would. */
  post = (path: string, fields: Form['values'] = {}, headers: OutgoingHttpHeaders = {}): Promise<Answer> =>
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
  api = (method: string, path: string, json?: unknown, headers: OutgoingHttpHeaders = {}): Promise<Answer> =>
    this.send(method, `/api/v1${path}`, { headers: { 'sec-fetch-site': 'same-origin', ...headers }, json })

  send(method: string, path: string, { headers = {}, json, body }: Options = {}): Promise<Answer> {
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
          resolve(new Answer(this, url, incoming.statusCode ?? 0, incoming.headers, Buffer.concat(chunks)))
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

function encode(fields: Form['values']): string {
  const all = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) {
    for (const one of typeof value === 'string' ? [value] : value) all.append(name, one)
  }
  return all.toString()
}
