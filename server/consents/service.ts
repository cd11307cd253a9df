/** The texts that a community asks people to agree to, or shows them; and who agreed to which, when. */
import { createHash } from 'node:crypto'
import { asc, eq } from 'drizzle-orm'
import { consents, legalTexts } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import { NotSignedIn } from '../core/errors.ts'
import { DEFAULT_PRIVACY } from './default-privacy.ts'

export const LEGAL_KINDS = ['privacy', 'terms'] as const
export type LegalKind = (typeof LEGAL_KINDS)[number]

export type LegalText = {
  readonly kind: LegalKind
  readonly text: string
  /** Made of the text, so that nobody has to number it. */
  readonly version: string
}

/** What the community says now, in the reader's language, or in its other one; null for terms that it does not have. */
export function legalText(ctx: Ctx, kind: LegalKind): LegalText | null {
  const [en, fr] = [ctx.setting(`legal.${kind}En`).trim(), ctx.setting(`legal.${kind}Fr`).trim()]
  const own = ctx.locale === 'fr' ? fr || en : en || fr
  const text = own || (kind === 'privacy' ? usualPrivacy(ctx) : '')
  if (text === '') return null
  return { kind, text, version: createHash('sha256').update(`${kind}\n${text}`).digest('hex').slice(0, 16) }
}

/** Its lines are those of the source: within a paragraph they are none, also where a community keeps line breaks. */
const usualPrivacy = (ctx: Ctx): string =>
  DEFAULT_PRIVACY[ctx.locale]({
    drafts: ctx.setting('drafts.keptDays'),
    notifications: ctx.setting('notifications.keepDays'),
    erasure: ctx.setting('erasure.days'),
  })
    .trim()
    .replace(/([^\n])\n(?!\n|- |#) */g, '$1 ')

/** Notes, in the surrounding transaction, that a member was shown these texts and agreed to them. */
export async function noteConsents(ctx: Ctx, memberId: number): Promise<void> {
  const shown = LEGAL_KINDS.flatMap(kind => legalText(ctx, kind) ?? [])
  const at = ctx.now()
  await ctx.db
    .insert(legalTexts)
    .values(shown.map(one => ({ ...one, createdAt: at })))
    .onConflictDoNothing()
  await ctx.db.insert(consents).values(shown.map(({ version }) => ({ memberId, version, at })))
}

export type ConsentRow = Awaited<ReturnType<typeof ownConsents>>[number]

/** What the actor agreed to, the oldest first. @throws NotSignedIn */
export async function ownConsents(ctx: Ctx) {
  if (ctx.actor.id === null) throw new NotSignedIn()
  return ctx.db
    .select({ kind: legalTexts.kind, version: consents.version, at: consents.at, text: legalTexts.text })
    .from(consents)
    .innerJoin(legalTexts, eq(legalTexts.version, consents.version))
    .where(eq(consents.memberId, ctx.actor.id))
    .orderBy(asc(consents.at), asc(legalTexts.kind))
}
