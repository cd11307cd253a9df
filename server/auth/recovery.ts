/** Verbs that begin with a mail: a forgotten password, and an address that proves to be its member's. */
import { and, desc, eq, sql } from 'drizzle-orm'
import { members } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import { isUniqueViolation } from '../core/db.ts'
import { Conflict, Invalid } from '../core/errors.ts'
import { emit } from '../core/events/emit.ts'
import { consume, consumeByAddress } from '../core/limits.ts'
import { hashSecret } from '../core/secrets.ts'
import { transaction } from '../core/transaction.ts'
import { holderOf, normaliseEmail, problemWithEmail } from './emails.ts'
import { type MailLink, readLink, spendLink, takeBackLinks } from './links.ts'
import { hashPassword, problemWithPassword } from './passwords.ts'
import { setPassword } from './service.ts'

declare module '../core/events/emit.ts' {
  interface DomainEvents {
    /** Null when nobody has the address: asking costs the same either way. */
    'member.resetAsked': { readonly memberId: number | null }
    /** Their address is confirmed. */
    'member.verified': { readonly memberId: number }
  }
}

/**
 * Asks for a mail with which to choose a new password. Says nothing of whether the address is known.
 * @throws Invalid for what is no address, RateLimited by the caller's address and by the one asked for
 */
export async function askReset(ctx: Ctx, { email }: { email: string }): Promise<void> {
  const wanted = normaliseEmail(email)
  const problem = problemWithEmail(wanted)
  if (problem) throw new Invalid({ email: problem })
  await consumeByAddress(ctx, { key: 'reset', limit: 10, seconds: 3600 })
  await consume(ctx, { key: `reset:email:${hashSecret(wanted.toLowerCase())}`, limit: 4, seconds: 3600 })
  await transaction(ctx, async ctx => {
    const [member] = await ctx.db
      .select({ id: members.id })
      .from(members)
      .where(eq(sql`lower(${members.email})`, sql`lower(${wanted})`))
      .orderBy(sql`${members.emailVerifiedAt} is null`, desc(members.id))
      .limit(1)
    emit(ctx, 'member.resetAsked', { memberId: member?.id ?? null })
  })
}

/**
 * Stores a new password for whoever has the mail. All sessions and links of the member end with the old one. The mail
 * has come through, so a free address counts as verified.
 * @throws LinkSpent, Invalid for the password, RateLimited
 */
export async function reset(ctx: Ctx, { key, password }: { key: string; password: string }): Promise<void> {
  await consumeByAddress(ctx, { key: 'link', limit: 30, seconds: 3600 })
  const link = await readLink(ctx, { key, purpose: 'reset' })
  const [member] = await ctx.db.select().from(members).where(eq(members.id, link.memberId))
  const problem = member && problemWithPassword(ctx, { password, name: member.name, email: member.email })
  if (problem) throw new Invalid({ password: problem })
  const passwordHash = await hashPassword(password)
  await transaction(ctx, async ctx => {
    const { memberId, email } = await spendLink(ctx, { key, purpose: 'reset' })
    await takeBackLinks(ctx, memberId)
    await setPassword(ctx, memberId, passwordHash)
    // Only the address that the mail went to, and only while it is still the member's own.
    const own = and(eq(members.id, memberId), eq(members.email, email), sql`${members.emailVerifiedAt} is null`)
    if (!(await holderOf(ctx, email, memberId))) {
      const [verified] = await ctx.db.update(members).set({ emailVerifiedAt: ctx.now() }).where(own).returning()
      if (verified) emit(ctx, 'member.verified', { memberId })
    }
  })
}

/** What the page of a verification link shows. @throws LinkSpent */
export const readVerification = (ctx: Ctx, { key }: { key: string }): Promise<MailLink> =>
  readLink(ctx, { key, purpose: 'verify' })

/**
 * Makes the link's address the member's own, verified.
 * @throws LinkSpent, Conflict (`email.taken`) when another account has proved to hold it meanwhile, RateLimited
 */
export async function verify(ctx: Ctx, { key }: { key: string }): Promise<void> {
  await consumeByAddress(ctx, { key: 'link', limit: 30, seconds: 3600 })
  try {
    await transaction(ctx, async ctx => {
      const { memberId, email } = await spendLink(ctx, { key, purpose: 'verify' })
      if (await holderOf(ctx, email, memberId)) throw emailTaken()
      await ctx.db.update(members).set({ email, emailVerifiedAt: ctx.now() }).where(eq(members.id, memberId))
      emit(ctx, 'member.verified', { memberId })
    })
  } catch (error) {
    // Two accounts verified one address at the same moment: the index let the first pass.
    throw isUniqueViolation(error) ? emailTaken() : error
  }
}

const emailTaken = () => new Conflict('email.taken', 'auth.error.emailTaken')
