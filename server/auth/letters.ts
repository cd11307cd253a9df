/** The letters that accounts are sent, in the language of who gets them. */
import type { Ctx } from '../core/context.ts'
import { isLocale, type Locale, type MessageKey, translator } from '../core/i18n.ts'
import { plainName, type RenderedLetter, render } from '../core/mail/letter.tsx'
import { lookOf } from '../site/generated-css.ts'
import { letterButton } from '../site/palette.ts'
import { LIFETIME_HOURS } from './links.ts'

type Account = { readonly name: string; readonly locale: string | null }

/** "Is this address yours?" */
export const verifyLetter = (ctx: Ctx, account: Account, url: string): RenderedLetter =>
  write(ctx, account, {
    subject: 'mail.verify.subject',
    paragraphs: ['mail.verify.text', 'mail.verify.lasts'],
    action: { label: 'mail.verify.action', url },
    reason: 'mail.verify.reason',
    hours: LIFETIME_HOURS.verify,
  })

/** To the holder of an address that was given for another account. */
export const takenLetter = (ctx: Ctx, holder: Account): RenderedLetter =>
  write(ctx, holder, {
    subject: 'mail.taken.subject',
    paragraphs: ['mail.taken.text', 'mail.taken.help'],
    action: { label: 'mail.reset.action', url: new URL('/forgot', ctx.host.env.publicUrl).href },
    reason: 'mail.taken.reason',
  })

export const resetLetter = (ctx: Ctx, account: Account, url: string): RenderedLetter =>
  write(ctx, account, {
    subject: 'mail.reset.subject',
    paragraphs: ['mail.reset.text', 'mail.reset.lasts'],
    action: { label: 'mail.reset.action', url },
    reason: 'mail.reset.reason',
    hours: LIFETIME_HOURS.reset,
  })

export const passwordChangedLetter = (ctx: Ctx, account: Account): RenderedLetter =>
  write(ctx, account, {
    subject: 'mail.passwordChanged.subject',
    paragraphs: ['mail.passwordChanged.text', 'mail.passwordChanged.help'],
    action: { label: 'mail.reset.action', url: new URL('/forgot', ctx.host.env.publicUrl).href },
    reason: 'mail.account.reason',
  })

/** To the address that is about to be left: the last moment at which its owner can notice. */
export const emailChangeLetter = (ctx: Ctx, account: Account): RenderedLetter =>
  write(ctx, account, {
    subject: 'mail.emailChange.subject',
    paragraphs: ['mail.emailChange.text', 'mail.emailChange.help'],
    reason: 'mail.account.reason',
  })

type Draft = {
  readonly subject: MessageKey
  readonly paragraphs: readonly MessageKey[]
  readonly action?: { readonly label: MessageKey; readonly url: string }
  readonly reason: MessageKey
  readonly hours?: number
}

function write(ctx: Ctx, account: Account, { subject, paragraphs, action, reason, hours = 0 }: Draft): RenderedLetter {
  const locale: Locale = isLocale(account.locale) ? account.locale : ctx.setting('site.locale')
  const t = translator(locale)
  const community = ctx.setting('site.name')
  const values = { community, name: plainName(account.name), hours }
  return render({
    button: letterButton(lookOf(ctx)),
    locale,
    community,
    subject: t(subject, values),
    paragraphs: ['mail.greeting' as const, ...paragraphs].map(key => t(key, values)),
    ...(action && { action: { label: t(action.label, values), url: action.url } }),
    reason: t(reason, values),
  })
}
