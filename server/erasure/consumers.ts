/** What follows: whoever signs in again stays; the others are written to, and erased when it is time. */
import { and, eq, isNull, lt } from 'drizzle-orm'
import { erasures, members } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import type { Consumer } from '../core/events/log.ts'
import { isLocale, translator } from '../core/i18n.ts'
import { addJob } from '../core/jobs.ts'
import { plainName, type RenderedLetter, render } from '../core/mail/letter.tsx'
import { queue } from '../core/mail/queue.ts'

/** The job that does what is due. One of a name waits at a time. */
export const JOB = 'erasure.run'

export const erasing: Consumer = {
  name: 'erasures',
  types: ['member.erasureAsked', 'session.started'],
  handle: async (ctx, events) => {
    for (const { type, data, at } of events) {
      if (type === 'session.started') await callOff(ctx, data.memberId, at)
      if (type === 'member.erasureAsked') await begin(ctx, data.memberId)
    }
  },
}

/** What has begun goes on: nobody can sign in then. Whoever signed in before they asked did not think again. */
async function callOff(ctx: Ctx, memberId: number, at: Date): Promise<void> {
  await ctx.db
    .delete(erasures)
    .where(and(eq(erasures.memberId, memberId), lt(erasures.askedAt, at), isNull(erasures.names)))
}

async function begin(ctx: Ctx, memberId: number): Promise<void> {
  const [row] = await ctx.db
    .select({ dueAt: erasures.dueAt, member: members })
    .from(erasures)
    .innerJoin(members, eq(members.id, erasures.memberId))
    .where(eq(erasures.memberId, memberId))
  if (!row) return
  if (row.dueAt <= ctx.now()) await addJob(ctx, JOB, null, JOB)
  else await queue(ctx, { to: row.member.email, letter: letterTo(ctx, row.member, row.dueAt) })
}

type Account = Pick<typeof members.$inferSelect, 'name' | 'locale'>

/** The days in which one may think again are worth nothing to who does not know of them. */
function letterTo(ctx: Ctx, { name, locale: chosen }: Account, dueAt: Date): RenderedLetter {
  const locale = isLocale(chosen) ? chosen : ctx.setting('site.locale')
  const t = translator(locale)
  const community = ctx.setting('site.name')
  const values = { community, name: plainName(name), at: dueAt }
  return render({
    locale,
    community,
    subject: t('mail.erasure.subject', values),
    paragraphs: [t('mail.greeting', values), t('mail.erasure.text', values), t('mail.erasure.help', values)],
    action: { label: t('mail.erasure.action', values), url: new URL('/sign-in', ctx.host.env.publicUrl).href },
    reason: t('mail.account.reason', values),
  })
}
