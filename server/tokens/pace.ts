/** How often a token may ask: each for itself, so that one program that runs wild stops no other. */
import type { Ctx } from '../core/context.ts'
import { uncounted } from '../core/http/budget.ts'
import type { Identity } from '../core/http/identity.ts'
import { consume } from '../core/limits.ts'

/** Counts a request that came with a token. @throws RateLimited beyond `tokens.perMinute` */
export async function keepPace(ctx: Ctx, { tokenId }: Pick<Identity, 'tokenId'>): Promise<void> {
  if (tokenId === null) return
  const limit = ctx.setting('tokens.perMinute')
  await uncounted(() => consume(ctx, { key: `token:${tokenId}`, limit, seconds: 60 }))
}
