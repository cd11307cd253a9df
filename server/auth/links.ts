/** One-time links sent by mail. The table has only hashes: what is in a mail is in no backup and no log. */
import { and, eq, gt, lt } from 'drizzle-orm'
import { mailLinks } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import { AppError } from '../core/errors.ts'
import { hashSecret, newSecret } from '../core/secrets.ts'

export type Purpose = 'verify' | 'reset'
export type MailLink = typeof mailLinks.$inferSelect

const HOUR_MS = 60 * 60 * 1000
export const LIFETIME_HOURS: Readonly<Record<Purpose, number>> = { verify: 72, reset: 1 }
const PATH: Readonly<Record<Purpose, string>> = { verify: '/verify', reset: '/reset' }

/** The link was used, replaced by a newer one, or is too old: one answer, as it does not matter which. */
class LinkSpent extends AppError {
  constructor() {
    super(410, 'link.spent', 'auth.error.linkSpent')
  }
}

/**
 * Makes a link in the surrounding transaction; older ones of the member with the same purpose stop working.
 * @returns its address, built from PUBLIC_URL and never from what a request says of its host
 */
export async function makeLink(
  ctx: Ctx,
  { memberId, purpose, email }: { memberId: number; purpose: Purpose; email: string },
): Promise<string> {
  const secret = newSecret()
  const createdAt = ctx.now()
  const expiresAt = new Date(createdAt.getTime() + LIFETIME_HOURS[purpose] * HOUR_MS)
  await ctx.db.delete(mailLinks).where(and(eq(mailLinks.memberId, memberId), eq(mailLinks.purpose, purpose)))
  await ctx.db.insert(mailLinks).values({ id: hashSecret(secret), memberId, purpose, email, createdAt, expiresAt })
  return new URL(`${PATH[purpose]}?key=${secret}`, ctx.host.env.publicUrl).href
}

type Asked = { readonly key: string; readonly purpose: Purpose }

/** The link, looked at and not used: for the page that it opens. @throws LinkSpent */
export async function readLink(ctx: Ctx, asked: Asked): Promise<MailLink> {
  const [link] = await ctx.db.select().from(mailLinks).where(holding(ctx, asked))
  if (!link) throw new LinkSpent()
  return link
}

/** Uses the link in the surrounding transaction: of two who try at once, one gets it. @throws LinkSpent */
export async function spendLink(ctx: Ctx, asked: Asked): Promise<MailLink> {
  const [link] = await ctx.db.delete(mailLinks).where(holding(ctx, asked)).returning()
  if (!link) throw new LinkSpent()
  return link
}

/** Takes back every link of a member, in the surrounding transaction. */
export async function takeBackLinks(ctx: Ctx, memberId: number): Promise<void> {
  await ctx.db.delete(mailLinks).where(eq(mailLinks.memberId, memberId))
}

/** Forgets links that are too old to work. */
export async function forgetOldLinks(ctx: Ctx): Promise<void> {
  await ctx.db.delete(mailLinks).where(lt(mailLinks.expiresAt, ctx.now()))
}

const holding = (ctx: Ctx, { key, purpose }: Asked) =>
  and(eq(mailLinks.id, hashSecret(key)), eq(mailLinks.purpose, purpose), gt(mailLinks.expiresAt, ctx.now()))
