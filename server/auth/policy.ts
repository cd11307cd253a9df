/** Who may write at all: a rule about the account, before any rule about the place. */
import type { Ctx } from '../core/context.ts'
import { Forbidden, NotSignedIn } from '../core/errors.ts'

/**
 * The member's id, when their account may write.
 * @throws NotSignedIn for visitors, Forbidden (`email.unverified`) while the community asks for a confirmed address
 */
export function mayPost(ctx: Ctx): number {
  if (ctx.actor.id === null) throw new NotSignedIn()
  if (!ctx.actor.verified && asksForVerifiedEmail(ctx)) throw new Forbidden('email.unverified', 'auth.error.unverified')
  return ctx.actor.id
}

/** Where no mail is sent nobody could confirm an address without an administrator's help. */
function asksForVerifiedEmail(ctx: Ctx): boolean {
  const when = ctx.setting('accounts.postingNeedsVerifiedEmail')
  return when === 'always' || (when === 'whenMailIsSent' && ctx.host.env.smtpUrl !== null)
}
