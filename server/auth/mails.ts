/**
 * The consumer that writes the mails of accounts. The log says only that one was asked for; the secret in its link is
 * made here, so it is never in the log, and link and mail commit together with the consumer's cursor.
 */
import { eq } from 'drizzle-orm'
import { members } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import { RateLimited } from '../core/errors.ts'
import type { DomainEvent } from '../core/events/emit.ts'
import type { Consumer } from '../core/events/log.ts'
import { consume } from '../core/limits.ts'
import type { RenderedLetter } from '../core/mail/letter.tsx'
import { queue } from '../core/mail/queue.ts'
import { hashSecret } from '../core/secrets.ts'
import { holderOf } from './emails.ts'
import { emailChangeLetter, passwordChangedLetter, resetLetter, takenLetter, verifyLetter } from './letters.ts'
import { makeLink } from './links.ts'

type Member = typeof members.$inferSelect

export const accountMails: Consumer = {
  name: 'account-mails',
  types: [
    'member.joined',
    'member.verificationAsked',
    'member.emailChangeAsked',
    'member.resetAsked',
    'member.passwordChanged',
  ],
  handle: async (ctx, events) => {
    for (const event of events) await write(ctx, event)
  },
}

async function write(ctx: Ctx, event: DomainEvent): Promise<void> {
  if (!('memberId' in event.data) || event.data.memberId === null) return
  const [member] = await ctx.db.select().from(members).where(eq(members.id, event.data.memberId))
  if (!member) return
  switch (event.type) {
    case 'member.joined':
    case 'member.verificationAsked':
      if (!member.emailVerifiedAt) await askToVerify(ctx, member, member.email)
      return
    case 'member.emailChangeAsked':
      await askToVerify(ctx, member, event.data.email)
      if (member.emailVerifiedAt) await post(ctx, member.email, emailChangeLetter(ctx, member))
      return
    case 'member.resetAsked': {
      const url = await makeLink(ctx, { memberId: member.id, purpose: 'reset', email: member.email })
      await post(ctx, member.email, resetLetter(ctx, member, url))
      return
    }
    case 'member.passwordChanged':
      if (member.emailVerifiedAt) await post(ctx, member.email, passwordChangedLetter(ctx, member))
  }
}

/** Only the mail tells whether the address is known, and only to who reads it. */
async function askToVerify(ctx: Ctx, member: Member, email: string): Promise<void> {
  const holder = await holderOf(ctx, email, member.id)
  if (holder) return post(ctx, email, takenLetter(ctx, holder))
  const url = await makeLink(ctx, { memberId: member.id, purpose: 'verify', email })
  await post(ctx, email, verifyLetter(ctx, member, url))
}

const DAY_SECONDS = 24 * 60 * 60

/** Nobody may fill a stranger's mailbox through us by giving their address again and again. */
async function post(ctx: Ctx, to: string, letter: RenderedLetter): Promise<void> {
  try {
    await consume(ctx, { key: `mail:to:${hashSecret(to.toLowerCase())}`, limit: 10, seconds: DAY_SECONDS })
  } catch (error) {
    if (!(error instanceof RateLimited)) throw error
    ctx.log.warn({ subject: letter.subject }, 'a mail was not written: its address has had too many today')
    return
  }
  await queue(ctx, { to, letter })
}
