/** Leads from one address to another. */
import type { FastifyReply, FastifyRequest } from 'fastify'

/** Where something is now may change again, and depends on who asks. */
export const NOT_KEPT = 'private, no-store'

/** An address as it may stand in a header. */
export const inAscii = (location: string): string => encodeURI(decodeURI(location))

/** An address with what the request asked of the other one. */
export function withQuery(location: string, { url }: FastifyRequest): string {
  const query = url.indexOf('?')
  return inAscii(location) + (query < 0 ? '' : url.slice(query))
}

export const redirectTo = (reply: FastifyReply, location: string, status: 301 | 303): FastifyReply =>
  reply.header('cache-control', NOT_KEPT).redirect(location, status)
