/** How a text would look as a post, to who is writing it. */

import { mayPost } from '../auth/policy.ts'
import { serve } from '../cooking/serve.tsx'
import { cook } from '../cooking/service.ts'
import type { Ctx } from '../core/context.ts'
import { consume } from '../core/limits.ts'
import { cardsFor } from './cards.ts'
import { checkLength } from './service.ts'

/**
 * Cooks a text and stores nothing: the same HTML as its post would have, ready to be shown.
 * @throws NotSignedIn, Forbidden, Invalid for one that is too long, RateLimited
 */
export async function preview(ctx: Ctx, source: string): Promise<string> {
  const memberId = mayPost(ctx)
  checkLength(ctx, source)
  await consume(ctx, { key: `preview:${memberId}`, limit: ctx.setting('posts.previewsPerMinute'), seconds: 60 })
  const { html, marker, links } = await cook(ctx, source)
  return serve(html.replaceAll(marker, 'preview'), { t: ctx.t, cards: await cardsFor(ctx, links) })
}
