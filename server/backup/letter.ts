/** Tells administrators that the nightly backup could not be made: at most once a day. */
import { and, eq, isNotNull } from 'drizzle-orm'
import { groupMembers, members } from '../../db/tables/index.ts'
import { GROUP } from '../core/actor.ts'
import type { Ctx } from '../core/context.ts'
import { RateLimited } from '../core/errors.ts'
import { isLocale, type MessageKey, translator } from '../core/i18n.ts'
import { consume } from '../core/limits.ts'
import { render } from '../core/mail/letter.tsx'
import { queue } from '../core/mail/queue.ts'

const DAY_SECONDS = 24 * 60 * 60

/** @param place where it should have come to */
export async function tellFailure(ctx: Ctx, place: string, error: unknown): Promise<void> {
  try {
    await consume(ctx, { key: 'mail:backup-failed', limit: 1, seconds: DAY_SECONDS })
  } catch (refused) {
    if (refused instanceof RateLimited) return
    throw refused
  }
  const administrators = await ctx.db
    .select({ email: members.email, locale: members.locale })
    .from(members)
    .innerJoin(groupMembers, eq(groupMembers.memberId, members.id))
    .where(and(eq(groupMembers.groupId, GROUP.administrators), isNotNull(members.emailVerifiedAt)))
  const { cause, message } = error instanceof Error ? error : { cause: null, message: String(error) }
  const why = cause instanceof Error ? cause.message : message
  for (const { email, locale } of administrators)
    await queue(ctx, { to: email, letter: write(ctx, locale, place, why) })
}

function write(ctx: Ctx, chosen: string | null, place: string, why: string) {
  const locale = isLocale(chosen) ? chosen : ctx.setting('site.locale')
  const community = ctx.setting('site.name')
  const t = translator(locale)
  const say = (key: MessageKey) => t(key, { community, place })
  return render({
    locale,
    community,
    subject: say('mail.backupFailed.subject'),
    paragraphs: [say('mail.greeting'), say('mail.backupFailed.text'), why.slice(0, 500), say('mail.backupFailed.help')],
    reason: say('mail.backupFailed.reason'),
  })
}
