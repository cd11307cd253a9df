/** Asking that one account become a part of another. */
import * as sessions from '../auth/sessions.ts'
import { isAdministrator } from '../core/actor.ts'
import { audit } from '../core/audit.ts'
import type { Ctx } from '../core/context.ts'
import { Conflict, Forbidden, Invalid } from '../core/errors.ts'
import { emit } from '../core/events/emit.ts'
import { transaction } from '../core/transaction.ts'
import { lockKept } from '../members/manage.ts'
import * as tokens from '../tokens/service.ts'

type Merge = { readonly memberId: number; readonly intoId: number }

declare module '../core/events/emit.ts' {
  interface DomainEvents {
    /** Two accounts are to become one. */
    'member.mergeAsked': Merge
  }
}

/**
 * All that an account has becomes the other's, in the background; its name leads there. With it go its groups and what
 * these may do, so only administrators merge.
 * @throws NotSignedIn, Forbidden, NotFound, Invalid for the same account twice, Conflict (`member.self`) for one's own
 */
export async function merge(ctx: Ctx, { memberId, intoId }: Merge): Promise<void> {
  if (memberId === intoId) throw new Invalid({ into: { key: 'merge.error.same' } })
  await transaction(ctx, async ctx => {
    // In one order, whoever merges whom.
    for (const id of [memberId, intoId].toSorted((a, b) => a - b)) await lockKept(ctx, id)
    if (!isAdministrator(ctx.actor)) throw new Forbidden()
    if (memberId === ctx.actor.id) throw new Conflict('member.self', 'merge.error.self')
    await sessions.endAll(ctx, { memberId })
    await tokens.endAll(ctx, { memberId })
    await audit(ctx, { act: 'member.merge', targetType: 'member', targetId: memberId, data: { intoId } })
    emit(ctx, 'member.mergeAsked', { memberId, intoId })
  })
}
