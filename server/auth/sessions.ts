/**
 * Sessions: the only file that knows lucia. Lucia makes the cookie's value, decides when a session is over and when it
 * is renewed; what it leaves out is here: stored ids are SHA-256 hashes (a leaked table gives nobody a cookie), a
 * session ends for good after half a year, and a list that a member can end sessions from.
 * Lucia's own `getUserSessions` is not used: it would hand out hashes that its other methods hash again.
 */
import { and, desc, eq, gt, lt, ne, or, type SQL } from 'drizzle-orm'
import { type Adapter, type DatabaseSession, type DatabaseUser, Lucia, TimeSpan } from 'lucia'
import { members, sessions } from '../../db/tables/index.ts'
import type { Ctx, Host } from '../core/context.ts'
import type { Db } from '../core/db.ts'
import type { Env } from '../core/env.ts'
import { NotFound, NotSignedIn } from '../core/errors.ts'
import { emit } from '../core/events/emit.ts'
import { uncounted } from '../core/http/budget.ts'
import { hashSecret } from '../core/secrets.ts'
import { transaction } from '../core/transaction.ts'

declare module 'lucia' {
  interface Register {
    Lucia: Lucia
    UserId: number
    DatabaseSessionAttributes: SessionAttributes
    DatabaseUserAttributes: Record<never, never>
  }
}

declare module '../core/events/emit.ts' {
  interface DomainEvents {
    /** These sessions of the member are over: what they still hold open must close. */
    'session.ended': { readonly memberId: number; readonly sessionIds: readonly string[] }
  }
}

type SessionAttributes = { readonly endsAt: Date; readonly userAgent: string; readonly address: string }

/** A session's row, as the first query of a request brings it. */
export type StoredSession = {
  readonly id: string
  readonly memberId: number
  readonly expiresAt: Date
  readonly endsAt: Date
  readonly lastSeenAt: Date
}

const SLIDING_DAYS = 30
const ABSOLUTE_MS = 180 * 24 * 60 * 60 * 1000
const SEEN_EVERY_MS = 5 * 60 * 1000
const MAX_USER_AGENT = 300
/** 25 random bytes in lucia's base 32. */
const COOKIE_VALUE = /^[a-z2-7]{40}$/

const isSecure = (env: Env): boolean => env.publicUrl.protocol === 'https:'

/** The prefix makes browsers refuse the cookie from a neighbouring subdomain or without https. */
const cookieName = (env: Env): string => (isSecure(env) ? '__Host-guildhall' : 'guildhall')

/** Lucia reads the machine's clock; we go by the host's. Dates cross the border shifted by the difference. */
class SessionAdapter implements Adapter {
  private readonly shift: number

  constructor(
    private readonly db: Db,
    now: Date,
    private readonly found: StoredSession | null = null,
  ) {
    this.shift = Date.now() - now.getTime()
  }

  /** Answers from the row that the request's first query brought; a session past its absolute end is none. */
  async getSessionAndUser(value: string): Promise<[DatabaseSession | null, DatabaseUser | null]> {
    const { found } = this
    if (!found || found.id !== hashSecret(value)) return [null, null]
    const { endsAt, expiresAt, memberId: userId } = found
    const ended = this.toLucia(endsAt).getTime() <= Date.now()
    const attributes = { endsAt, userAgent: '', address: '' }
    return [
      { id: value, userId, expiresAt: this.toLucia(ended ? endsAt : expiresAt), attributes },
      { id: userId, attributes: {} },
    ]
  }

  async setSession({ id, userId, expiresAt, attributes }: DatabaseSession): Promise<void> {
    const at = this.fromLucia(new Date())
    const row = { ...attributes, id: hashSecret(id), memberId: userId, expiresAt: this.fromLucia(expiresAt) }
    await this.db.insert(sessions).values({ ...row, createdAt: at, lastSeenAt: at })
  }

  async updateSessionExpiration(value: string, expiresAt: Date): Promise<void> {
    const set = { expiresAt: this.fromLucia(expiresAt) }
    await this.db
      .update(sessions)
      .set(set)
      .where(eq(sessions.id, hashSecret(value)))
  }

  async deleteSession(value: string): Promise<void> {
    await this.db.delete(sessions).where(eq(sessions.id, hashSecret(value)))
  }

  async deleteUserSessions(memberId: number): Promise<void> {
    await this.db.delete(sessions).where(eq(sessions.memberId, memberId))
  }

  async deleteExpiredSessions(): Promise<void> {
    const now = this.fromLucia(new Date())
    await this.db.delete(sessions).where(or(lt(sessions.expiresAt, now), lt(sessions.endsAt, now)))
  }

  async getUserSessions(): Promise<DatabaseSession[]> {
    throw new Error('sessions are listed by `list`')
  }

  private readonly toLucia = (date: Date): Date => new Date(date.getTime() + this.shift)
  private readonly fromLucia = (date: Date): Date => new Date(date.getTime() - this.shift)
}

/** Cheap enough for every request: it holds nothing but its options. */
const luciaFor = (env: Env, adapter: Adapter): Lucia =>
  new Lucia(adapter, {
    sessionExpiresIn: new TimeSpan(SLIDING_DAYS, 'd'),
    sessionCookie: { name: cookieName(env), attributes: { secure: isSecure(env), sameSite: 'lax', path: '/' } },
  })

/**
 * The session cookie's value in a Cookie header: null without one, '' for one that we cannot have made. Lucia's own
 * parser throws at a stray `%`.
 */
export function readCookie(env: Env, header: string | undefined): string | null {
  const prefix = `${cookieName(env)}=`
  const pair = header
    ?.split(';')
    .map(one => one.trim())
    .find(one => one.startsWith(prefix))
  if (pair === undefined) return null
  const value = pair.slice(prefix.length)
  return COOKIE_VALUE.test(value) ? value : ''
}

/** The Set-Cookie line that takes the session cookie away. */
export const blankCookie = (host: Host, db: Db): string =>
  luciaFor(host.env, new SessionAdapter(db, host.now())).createBlankSessionCookie().serialize()

/**
 * Whether a session holds, as lucia sees it. One past its half is renewed, one that is over is removed.
 * @returns the Set-Cookie line of a renewed session, or none; null when the session is over
 */
export async function validate(
  host: Host,
  db: Db,
  { value, found }: { value: string; found: StoredSession | null },
): Promise<{ cookies: readonly string[] } | null> {
  const lucia = luciaFor(host.env, new SessionAdapter(db, host.now(), found))
  const { session } = await uncounted(() => lucia.validateSession(value))
  if (!session) return null
  return { cookies: session.fresh ? [lucia.createSessionCookie(value).serialize()] : [] }
}

/** Notes that a session is in use, at most every five minutes; nobody waits for it. */
export function noteSeen(
  host: Host,
  db: Db,
  { id, memberId, lastSeenAt, userAgent }: StoredSession & { readonly userAgent: string | undefined },
): void {
  const now = host.now()
  if (now.getTime() - lastSeenAt.getTime() < SEEN_EVERY_MS) return
  const set = { lastSeenAt: now }
  uncounted(async () => {
    const agent = userAgent === undefined ? {} : { userAgent: userAgent.slice(0, MAX_USER_AGENT) }
    await db
      .update(sessions)
      .set({ ...set, ...agent })
      .where(eq(sessions.id, id))
    await db.update(members).set(set).where(eq(members.id, memberId))
  }).catch(error => host.log.warn(error, 'a session in use could not be noted'))
}

export type NewSession = { readonly id: string; readonly cookie: string }

/**
 * Starts a session for a member who has just proved who they are. The one in use before, if any, is not carried on.
 * @returns its stored id, and the Set-Cookie line
 */
export async function start(
  ctx: Ctx,
  { memberId, userAgent, replaces }: { memberId: number; userAgent: string; replaces?: string | null },
): Promise<NewSession> {
  const lucia = luciaFor(ctx.host.env, new SessionAdapter(ctx.db, ctx.now()))
  const attributes = {
    endsAt: new Date(ctx.now().getTime() + ABSOLUTE_MS),
    userAgent: userAgent.slice(0, MAX_USER_AGENT),
    address: ctx.address,
  }
  if (replaces) await endWhere(ctx, eq(sessions.id, replaces))
  const session = await lucia.createSession(memberId, attributes)
  return { id: hashSecret(session.id), cookie: lucia.createSessionCookie(session.id).serialize() }
}

/** The actor's own sessions that still hold, the latest used first. */
export async function list(ctx: Ctx) {
  const now = ctx.now()
  return ctx.db
    .select()
    .from(sessions)
    .where(and(eq(sessions.memberId, ownId(ctx)), gt(sessions.expiresAt, now), gt(sessions.endsAt, now)))
    .orderBy(desc(sessions.lastSeenAt), sessions.id)
}

/** Ends one of the actor's own sessions. @throws NotFound when it is none of theirs */
export async function end(ctx: Ctx, { id }: { id: string }): Promise<void> {
  const own = and(eq(sessions.id, id), eq(sessions.memberId, ownId(ctx)))
  await transaction(ctx, async ctx => {
    if ((await endWhere(ctx, own)) === 0) throw new NotFound()
  })
}

/** Ends a member's sessions; all of them, or all but one. */
export async function endAll(ctx: Ctx, { memberId, keep }: { memberId: number; keep?: string | null }): Promise<void> {
  const own = eq(sessions.memberId, memberId)
  await transaction(ctx, async ctx => void (await endWhere(ctx, keep ? and(own, ne(sessions.id, keep)) : own)))
}

/** Forgets sessions that are over. */
export async function forgetOldSessions(ctx: Ctx): Promise<void> {
  await luciaFor(ctx.host.env, new SessionAdapter(ctx.db, ctx.now())).deleteExpiredSessions()
}

function ownId(ctx: Ctx): number {
  if (ctx.actor.id === null) throw new NotSignedIn()
  return ctx.actor.id
}

/** Removes sessions in the surrounding transaction and says so, once per member. @returns how many */
async function endWhere(ctx: Ctx, condition: SQL | undefined): Promise<number> {
  if (!condition) throw new Error('which sessions to end was left open')
  const ended = await ctx.db
    .delete(sessions)
    .where(condition)
    .returning({ id: sessions.id, memberId: sessions.memberId })
  for (const memberId of new Set(ended.map(one => one.memberId))) {
    const sessionIds = ended.filter(one => one.memberId === memberId).map(one => one.id)
    emit(ctx, 'session.ended', { memberId, sessionIds })
  }
  return ended.length
}
