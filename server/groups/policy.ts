/** Who may change groups. */
import { isAdministrator } from '../core/actor.ts'
import type { Policies } from '../core/permissions.ts'

export const policies: Policies = {
  // Whoever may keep groups may not make themselves staff with it.
  'group.manage': (ctx, group) => (group && group.kind !== 'custom' && !isAdministrator(ctx.actor) ? false : undefined),
}
