/** Documents for programs that everybody gets the same, made as for a visitor whoever asks: feeds, the sitemap. */
import type { OutgoingHttpHeaders } from 'node:http'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Host } from '../core/context.ts'
import { securityHeaders } from '../core/http/headers.ts'
import { isCurrent } from './conditional.ts'
import { redirectTo, withQuery } from './redirect.ts'
import { sendKept } from './send-kept.ts'
import type { VisitorCache } from './visitor-cache.ts'

type KeptDocument = {
  /** Media type; the text is UTF-8. */
  readonly type: string
  /** Of the events that make it stale. */
  readonly tags: readonly string[]
  /** Its text, or where it is now. */
  readonly make: () => Promise<string | { readonly redirect: string }>
}

type VersionedDocument = {
  readonly type: string
  readonly etag: string
  /** When it last changed, in milliseconds. */
  readonly since: number
  readonly make: () => Promise<string>
}

const compress = promisify<string, Buffer>(gzip)
const NOTHING = Buffer.alloc(0)

/** How long it may be kept by those in between. */
const MAX_AGE_SECONDS = 60

export class Documents {
  private readonly headers: OutgoingHttpHeaders

  constructor(
    private readonly host: Host,
    private readonly kept: VisitorCache,
  ) {
    this.headers = {
      ...securityHeaders(host.env),
      'cache-control': `public, max-age=${MAX_AGE_SECONDS}`,
      vary: 'accept-encoding',
    }
  }

  /** Answers from memory while nothing has changed that its tags name. @throws what `make` throws */
  async send(request: FastifyRequest, reply: FastifyReply, { type, tags, make }: KeptDocument): Promise<FastifyReply> {
    const [path] = request.url.split('?', 1)
    const key = `${this.host.caches.generation} ${path}`
    let page = this.kept.get(key, Date.now())
    if (!page) {
      const begun = this.kept.begin()
      const html = await make()
      if (typeof html !== 'string') return redirectTo(reply, withQuery(html.redirect, request), 301)
      page = this.kept.keep(key, { html, status: 200, tags, begun, now: Date.now() })
    }
    return sendKept(request, reply, page, this.headersOf(type))
  }

  /** Answers with one whose version is known before it is made: for who has it already it is not. */
  async sendVersioned(
    request: FastifyRequest,
    reply: FastifyReply,
    document: VersionedDocument,
  ): Promise<FastifyReply> {
    const { type, etag, since, make } = document
    const known = { etag, since, status: 200 }
    const gzip = isCurrent(request.headers, known) ? NOTHING : await compress(await make())
    return sendKept(request, reply, { ...known, gzip }, this.headersOf(type))
  }

  private headersOf = (type: string): OutgoingHttpHeaders => ({
    ...this.headers,
    'content-type': `${type}; charset=utf-8`,
  })
}
