/** Tells the owner of a webhook by mail that it has stopped. That they may no longer keep any, they know. */
import { eq } from 'drizzle-orm'
import { members, webhooks } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import type { Consumer } from '../core/events/log.ts'
import { isLocale, translator } from '../core/i18n.ts'
import { plainName, type RenderedLetter, render } from '../core/mail/letter.tsx'
import { queue } from '../core/mail/queue.ts'
import { lookOf } from '../site/generated-css.ts'
import { letterButton } from '../site/palette.ts'
import type { StopReason } from './stop.ts'

export const stoppedMails: Consumer = {
  name: 'webhook-mails',
  types: ['webhook.stopped'],
  handle: async (ctx, events) => {
    for (const { type, data } of events) {
      if (type === 'webhook.stopped' && data.reason !== 'rights') await write(ctx, data.webhookId, data.reason)
    }
  },
}

const columns = {
  id: webhooks.id,
  url: webhooks.url,
  locale: members.locale,
  email: members.email,
  verifiedAt: members.emailVerifiedAt,
}

async function write(ctx: Ctx, id: number, reason: Exclude<StopReason, 'rights'>): Promise<void> {
  const [row] = await ctx.db
    .select(columns)
    .from(webhooks)
    .innerJoin(members, eq(members.id, webhooks.ownerId))
    .where(eq(webhooks.id, id))
  if (row?.verifiedAt) await queue(ctx, { to: row.email, letter: letterOf(ctx, row, reason) })
}

type Stopped = { readonly id: number; readonly url: string; readonly locale: string | null }

function letterOf(ctx: Ctx, { id, url, locale }: Stopped, reason: 'gone' | 'failing'): RenderedLetter {
  const language = isLocale(locale) ? locale : ctx.setting('site.locale')
  const t = translator(language)
  const community = ctx.setting('site.name')
  const host = plainName(new URL(url).host)
  return render({
    button: letterButton(lookOf(ctx)),
    locale: language,
    community,
    subject: t('mail.webhook.subject', { community }),
    paragraphs: [
      t('mail.greeting'),
      t(`mail.webhook.${reason}`, { host, days: ctx.setting('webhooks.failingDays') }),
      t('mail.webhook.help'),
    ],
    action: { label: t('mail.webhook.action'), url: new URL(`/admin/webhooks/${id}`, ctx.host.env.publicUrl).href },
    reason: t('mail.webhook.reason', { community }),
  })
}
