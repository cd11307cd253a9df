/** Sends what is kept compressed for many. */
import type { OutgoingHttpHeaders } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { isCurrent, lastModified } from './conditional.ts'
import { type CachedPage, plain } from './visitor-cache.ts'

/** Written past the framework's own reply path: visitors' pages are what is asked for most. */
export function sendKept(
  request: FastifyRequest,
  reply: FastifyReply,
  page: CachedPage,
  given: OutgoingHttpHeaders,
): FastifyReply {
  const modified = lastModified(page.since, Date.now())
  const own = { etag: page.etag, 'x-request-id': request.id, ...(modified && { 'last-modified': modified }) }
  const headers = { ...given, ...own }
  reply.hijack()
  if (isCurrent(request.headers, page)) reply.raw.writeHead(304, headers).end()
  else if (takesGzip(request)) {
    reply.raw.writeHead(page.status, { ...headers, 'content-encoding': 'gzip', 'content-length': page.gzip.length })
    reply.raw.end(request.method === 'HEAD' ? undefined : page.gzip)
  } else {
    const body = plain(page)
    reply.raw.writeHead(page.status, { ...headers, 'content-length': body.length })
    reply.raw.end(request.method === 'HEAD' ? undefined : body)
  }
  return reply
}

/** Whether the browser takes gzip (RFC 9110 §12.5.3): a quality of 0 says that it does not. */
export function takesGzip(request: FastifyRequest): boolean {
  const header = String(request.headers['accept-encoding'] ?? '')
  return header.split(',').some(one => {
    const [coding, quality = '1'] = one.trim().split(/\s*;\s*q=/)
    return coding === 'gzip' && Number(quality) > 0
  })
}
