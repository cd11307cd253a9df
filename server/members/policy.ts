/** Who may keep the accounts of others. */
import { isAdministrator } from '../core/actor.ts'
import type { Policies } from '../core/permissions.ts'

declare module '../core/permissions.ts' {
  interface Permissions {
    /** About the account; null when it is about none in particular. */
    'member.manage': { readonly staff: boolean } | null
  }
}

export const policies: Policies = {
  // Whoever may keep members may not take hold of staff with it.
  'member.manage': (ctx, member) => (member?.staff && !isAdministrator(ctx.actor) ? false : undefined),
}
