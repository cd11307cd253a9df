/** Who sends a request: found by `server/auth` in the request's first query, which may carry what the page needs first. */
import { type SQL, sql } from 'drizzle-orm'
import type { FastifyRequest } from 'fastify'
import type { Actor } from '../actor.ts'
import type { Locale } from '../i18n.ts'

/** What a page says to and about its viewer. */
export type Viewer = {
  readonly id: number
  readonly name: string
  readonly displayName: string
  /** Key of their picture; null shows the generated face. */
  readonly avatar: string | null
  readonly locale: Locale | null
  readonly theme: 'system' | 'light' | 'dark'
  readonly density: 'cosy' | 'compact'
  /** At most 100: then there may be more. */
  readonly unreadNotifications: number
}

/**
 * Named scalar SQL expressions that a route wants in the first query; they come back as JSON under their names. Written
 * once per route, so that the statement is put together once: what differs per request are `sql.placeholder`s.
 */
export type FirstQuery = {
  readonly scalars: Readonly<Record<string, SQL>>
  /** The placeholders' values for one request, whose parts have been validated. */
  values(request: FastifyRequest): Readonly<Record<string, unknown>>
}

/** A route's first query with one request's values. */
export type AskedFirst = { readonly query: FirstQuery; readonly values: Readonly<Record<string, unknown>> }

/** The id of the member who asks, inside a `FirstQuery`; null when the session is over. */
export const askingMemberId = sql`who."memberId"`

export type Identity = {
  readonly actor: Actor
  /** Null for visitors. */
  readonly viewer: Viewer | null
  /** The stored (hashed) id of the session in use; null for tokens and visitors. */
  readonly sessionId: string | null
  /** The API token in use; null for sessions and visitors. */
  readonly tokenId: number | null
  /** Results of the route's own part of the first query; empty when the request had no session or token to look up. */
  readonly first: Readonly<Record<string, unknown>>
  /** Set-Cookie lines to send: a renewed session, or a blank one in place of one that is over. */
  readonly cookies: readonly string[]
}

export type Credentials = {
  readonly cookie: string | undefined
  readonly authorization: string | undefined
  /** For the list of sessions. */
  readonly userAgent: string | undefined
}
