/** What others than the core tell members of: noted with what it tells of, told from the log like everything else. */
import type { Ctx } from '../core/context.ts'
import { emit } from '../core/events/emit.ts'

declare module '../core/events/emit.ts' {
  interface DomainEvents {
    /** A member is to be told of a post. Whoever tells them looks first whether they see it, and want to hear of it. */
    'notification.due': {
      readonly kind: string
      readonly memberId: number
      readonly postId: number
      readonly actorId: number | null
    }
  }
}

/** Whom, of which post, and who did it: null for nobody. */
export type Told = { readonly memberId: number; readonly postId: number; readonly actorId: number | null }

/**
 * Tells members of something that happened to a post, once the surrounding transaction has committed. Told again, it is
 * news again: the one they have not read moves up.
 * @throws TypeError for what is no id
 */
export function notify(ctx: Ctx, kind: string, told: readonly Told[]): void {
  for (const { memberId, postId, actorId } of told) {
    if (![memberId, postId, actorId ?? 0].every(Number.isSafeInteger))
      throw new TypeError(`a notification of the kind ${kind} names something that is no id`)
    if (memberId !== actorId) emit(ctx, 'notification.due', { kind, memberId, postId, actorId })
  }
}
