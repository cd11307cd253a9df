/** The texts as HTML: cooked once for each version, as members' texts are. */
import type { LegalText } from '../consents/service.ts'
import { serve } from '../cooking/serve.tsx'
import { cook } from '../cooking/service.ts'
import { SYSTEM } from '../core/actor.ts'
import type { Ctx } from '../core/context.ts'

/** There are two texts in two languages, and now and then another version. */
const MOST = 20
const cooked = new Map<string, string>()

export async function htmlOf(ctx: Ctx, { version, text }: LegalText): Promise<string> {
  const key = `${ctx.host.env.publicUrl.origin} ${version}`
  let html = cooked.get(key)
  if (html === undefined) {
    html = (await cook({ ...ctx, actor: SYSTEM }, text)).html
    if (cooked.size >= MOST) cooked.clear()
    cooked.set(key, html)
  }
  return serve(html, { t: ctx.t, cards: [] })
}
