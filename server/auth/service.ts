/** Verbs of signing in: with a password, out again, and both kinds of new password. */
import { desc, eq, sql } from 'drizzle-orm'
import { members } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import { AppError, Forbidden, Invalid, NotFound, NotSignedIn } from '../core/errors.ts'
import { emit } from '../core/events/emit.ts'
import { consume, consumeByAddress } from '../core/limits.ts'
import { hashSecret } from '../core/secrets.ts'
import { transaction } from '../core/transaction.ts'
import { normaliseEmail, problemWithEmail } from './emails.ts'
import { hashPassword, problemWithPassword, verifyPassword } from './passwords.ts'
import * as sessions from './sessions.ts'

declare module '../core/events/emit.ts' {
  interface DomainEvents {
    /** Somebody signed in. */
    'session.started': { readonly memberId: number }
    /** They have another password. */
    'member.passwordChanged': { readonly memberId: number }
    /** They want another address, which is to be confirmed. */
    'member.emailChangeAsked': { readonly memberId: number; readonly email: string }
    /** A letter is to be sent that confirms their address. */
    'member.verificationAsked': { readonly memberId: number }
  }
}

type Member = typeof members.$inferSelect

/** Name or address and password do not fit; which of them is nobody's business. */
class WrongPassword extends AppError {
  constructor() {
    super(401, 'sign-in.refused', 'auth.error.signIn')
  }
}

const HOUR = 3600

export type SignIn = {
  /** A name or an e-mail address. */
  readonly login: string
  readonly password: string
  readonly userAgent: string
  /** Stored id of the session in use, which the new one replaces. */
  readonly replaces: string | null
}

/**
 * Starts a session. Two passwords are checked whoever is asked for, so that neither the answer nor its time tells whether
 * an account exists.
 * @throws WrongPassword, Forbidden (`account.suspended`) once the password was right, RateLimited
 */
export async function signIn(
  ctx: Ctx,
  { login, password, userAgent, replaces }: SignIn,
): Promise<{ id: number; name: string; cookie: string }> {
  const wanted = normaliseEmail(login)
  await consumeByAddress(ctx, { key: 'sign-in', limit: 20, seconds: HOUR / 4 })
  await consume(ctx, { key: `sign-in:account:${fingerprint(wanted)}`, limit: 30, seconds: HOUR })
  const [first, second] = await candidates(ctx, wanted)
  const fits = [
    await verifyPassword(first?.passwordHash, password),
    await verifyPassword(second?.passwordHash, password),
  ]
  const member = fits[0] ? first : fits[1] ? second : undefined
  if (!member) throw new WrongPassword()
  if (member.suspendedUntil && member.suspendedUntil > ctx.now()) {
    throw new Forbidden('account.suspended', 'auth.error.suspended', { until: member.suspendedUntil })
  }
  return transaction(ctx, async ctx => {
    const { cookie } = await sessions.start(ctx, { memberId: member.id, userAgent, replaces })
    emit(ctx, 'session.started', { memberId: member.id })
    return { id: member.id, name: member.name, cookie }
  })
}

/** Ends the session in use. @returns the Set-Cookie line that takes its cookie away */
export async function signOut(ctx: Ctx, { sessionId }: { sessionId: string | null }): Promise<string> {
  if (sessionId && ctx.actor.id !== null) await sessions.end(ctx, { id: sessionId })
  return sessions.blankCookie(ctx.host, ctx.db)
}

type NewPassword = {
  readonly current: string
  readonly password: string
  readonly userAgent: string
  /** Stored id of the session in use; null when a token acts. */
  readonly sessionId: string | null
}

/**
 * Changes the actor's password. All sessions end; the one in use is replaced by a new one.
 * @returns its Set-Cookie line, or null when there was none
 * @throws Invalid for either password, RateLimited
 */
export async function changePassword(
  ctx: Ctx,
  { current, password, userAgent, sessionId }: NewPassword,
): Promise<{ id: number; cookie: string | null }> {
  const member = await confirmed(ctx, { password: current, field: 'current' })
  const problem = problemWithPassword(ctx, { password, name: member.name, email: member.email })
  if (problem) throw new Invalid({ password: problem })
  const passwordHash = await hashPassword(password)
  return transaction(ctx, async ctx => {
    await setPassword(ctx, member.id, passwordHash)
    const cookie = sessionId && (await sessions.start(ctx, { memberId: member.id, userAgent })).cookie
    return { id: member.id, cookie }
  })
}

/** Stores a new password in the surrounding transaction and ends what the old one had opened. */
export async function setPassword(ctx: Ctx, memberId: number, passwordHash: string): Promise<void> {
  await ctx.db.update(members).set({ passwordHash }).where(eq(members.id, memberId))
  await sessions.endAll(ctx, { memberId })
  emit(ctx, 'member.passwordChanged', { memberId })
}

/**
 * Asks for another e-mail address; it becomes the member's once its mail is answered. Whether somebody else holds it is
 * told by that mail only.
 * @throws Invalid for the address or the password, RateLimited
 */
export async function changeEmail(ctx: Ctx, { password, email }: { password: string; email: string }): Promise<void> {
  const wanted = normaliseEmail(email)
  const member = await confirmed(ctx, { password, field: 'password' })
  const problem = problemWithEmail(wanted)
  if (problem) throw new Invalid({ email: problem })
  await consume(ctx, { key: `mail:member:${member.id}`, limit: 5, seconds: HOUR })
  await transaction(ctx, async ctx => emit(ctx, 'member.emailChangeAsked', { memberId: member.id, email: wanted }))
}

/** Sends the verification mail once more. @throws RateLimited */
export async function askVerification(ctx: Ctx): Promise<void> {
  const memberId = ctx.actor.id
  if (memberId === null) throw new NotSignedIn()
  if (ctx.actor.verified) return
  await consume(ctx, { key: `mail:member:${memberId}`, limit: 5, seconds: HOUR })
  await transaction(ctx, async ctx => emit(ctx, 'member.verificationAsked', { memberId }))
}

/** The actor, who has just given their password again. @throws Invalid at `field` when it is wrong */
export async function confirmed(ctx: Ctx, { password, field }: { password: string; field: string }): Promise<Member> {
  const id = ctx.actor.id
  if (id === null) throw new NotSignedIn()
  await consume(ctx, { key: `password:member:${id}`, limit: 10, seconds: HOUR / 4 })
  const [member] = await ctx.db.select().from(members).where(eq(members.id, id))
  if (!member) throw new NotFound()
  if (!(await verifyPassword(member.passwordHash, password))) {
    throw new Invalid({ [field]: { key: 'auth.error.currentPassword' } })
  }
  return member
}

/**
 * Who may be meant: the bearer of a name; or the verified holder of an address, then the account that claimed it last.
 * A name has no `@`, so nobody is both.
 */
async function candidates(ctx: Ctx, login: string): Promise<readonly Member[]> {
  if (!login.includes('@')) {
    return ctx.db.select().from(members).where(sql`lower(${members.name}) = lower(${login})`)
  }
  return ctx.db
    .select()
    .from(members)
    .where(eq(sql`lower(${members.email})`, sql`lower(${login})`))
    .orderBy(sql`${members.emailVerifiedAt} is null`, desc(members.id))
    .limit(2)
}

/** A key of bounded length that keeps what was typed out of the table of limits. */
const fingerprint = (login: string): string => hashSecret(login.toLowerCase()).slice(0, 32)
