/** What robots are told (RFC 9309): all that visitors see may be read, but for what is no page to find. */
import type { FastifyInstance } from 'fastify'
import { categoryTree } from '../categories/tree.ts'
import type { Ctx } from '../core/context.ts'
import type { RouteParts } from '../feature.ts'
import { asVisitor } from './as-visitor.ts'

/** Forms, pages of one's own, and lists as somebody narrowed them. */
const KEPT_OUT = [
  ...['/admin', '/api/', '/settings', '/threads/', '/posts/', '/drafts', '/bookmarks', '/notifications', '/messages'],
  ...['/search', '/unread', '/sign-in', '/join', '/forgot', '/reset', '/verify', '/setup', '/uploads/new', '/live'],
  ...['/*?q=', '/*?replyTo=', '/*?quote=', '/*?draft=', '/m/*/card', '/t/*/unread', '/t/*/related'],
]

export function robotsRoute(scope: FastifyInstance, { context }: RouteParts): void {
  scope.get('/robots.txt', { schema: { hide: true }, config: { budget: 0, open: true } }, async (_request, reply) =>
    reply.type('text/plain; charset=utf-8').send(robots(asVisitor(context()))),
  )
}

function robots(ctx: Ctx): string {
  const open = ctx.read(categoryTree).having(ctx.actor, 'see').length > 0
  if (!open) return 'User-agent: *\nDisallow: /\n'
  const lines = KEPT_OUT.map(path => `Disallow: ${path}\n`).join('')
  return `User-agent: *\n${lines}\nSitemap: ${new URL('/sitemap.xml', ctx.host.env.publicUrl).href}\n`
}
