/** Ways of a reader through a thread: on to the first unread post, back to "unread", and the mark of who has no scripts. */
import type { IncomingHttpHeaders } from 'node:http'
import { sql } from 'drizzle-orm'
import { Type } from 'typebox'
import type { Env } from '../core/env.ts'
import { askingMemberId, type FirstQuery } from '../core/http/identity.ts'
import { isOwnOrigin } from '../core/http/same-origin.ts'
import { IdParams } from '../core/http/schemas.ts'
import type { Feature } from '../feature.ts'
import { pageStart } from '../posts/ranges.ts'
import type { PageRoutes } from '../site/routes.ts'
import { threadPath } from '../threads/ledger.tsx'
import * as threads from '../threads/queries.ts'
import * as reading from '../threads/reading.ts'
import { firstUnread, readStateSql } from '../threads/unread.ts'

type At = { readonly id: number }

const Number_ = Type.Integer({ minimum: 1, maximum: 1e9 })

/** The thread's facts and the reader's mark come with the request's first query. */
const markFirst: FirstQuery = {
  scalars: {
    thread: threads.headSql(sql.placeholder('threadId')),
    read: readStateSql(sql.placeholder('threadId'), askingMemberId),
  },
  values: request => ({ threadId: Object(request.params).id }),
}

export function readingPages(routes: PageRoutes): void {
  routes.get(
    '/t/:id/:slug/unread',
    {
      params: Type.Object({ ...IdParams.properties, slug: Type.String({ maxLength: 200 }) }),
      budget: 2,
      first: markFirst,
    },
    async (ctx, { params, identity }) => {
      const thread = await threads.head(ctx, params.id, identity.first.thread)
      const first = firstUnread(ctx, thread, identity.first.read)
      return {
        redirect: first
          ? `${threadPath(thread, first.number)}#post-${first.id}`
          : threadPath(thread, thread.lastNumber),
      }
    },
  )

  routes.post(
    '/threads/:id/unread',
    { params: IdParams, body: Type.Object({ number: Number_ }, { additionalProperties: false }), budget: 3 },
    async (ctx, { params, body }) => {
      await reading.markUnread(ctx, { ...params, ...body })
      // Not back to the thread, which would be read again at once.
      return { redirect: '/unread' }
    },
  )
}

/** The smallest picture there is: it says nothing and shows nothing. */
const DOT = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')

/**
 * A thread's page names this picture where there are no scripts: that it was asked for says that the page was seen. It is
 * a GET that changes something, so it counts only from the page of the thread that holds the number: no other site, and
 * no picture in somebody's post, can have another part of it marked.
 */
export const readPicture: NonNullable<Feature['routes']> = scope => {
  scope.get<{ Params: At; Querystring: { readonly to: number } }>(
    '/threads/:id/read',
    {
      schema: { hide: true, params: IdParams, querystring: Type.Object({ to: Number_ }) },
      config: { budget: 2, first: reading.markFirst },
    },
    async (request, reply) => {
      const { ctx, identity, params, query } = request
      if (!ctx || !identity) throw new Error('a picture was asked for before its request had a context')
      const thread = await threads.head(ctx, params.id, identity.first.thread)
      if (ctx.actor.id !== null && isAskedByPage(ctx.host.env, request.headers, { ...params, number: query.to }))
        await reading.markRead(ctx, { id: thread.id, number: query.to }, identity)
      return reply.header('cache-control', 'private, no-store').type('image/gif').send(DOT)
    },
  )
}

/** Whether the page of the thread that holds the number asks. Browsers say so to the site itself (Referrer-Policy). */
function isAskedByPage(
  env: Env,
  headers: IncomingHttpHeaders,
  { id, number }: At & { readonly number: number },
): boolean {
  const { referer = '', 'sec-fetch-site': site = 'same-origin' } = headers
  if (site !== 'same-origin' || !isOwnOrigin(env, referer)) return false
  const [, thread, shown = '1'] = /^\/t\/(\d+)\/[^/]+(?:\/(\d+))?$/.exec(new URL(referer).pathname) ?? []
  return Number(thread) === id && pageStart(Number(shown)) === pageStart(number)
}
