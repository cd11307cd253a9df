/** Domain events: what happened, said in the transaction in which it happened. */
import type { Ctx } from '../context.ts'

/** All events by name with their data (ids and small facts, JSON only); each feature widens it with its own. */
// biome-ignore lint/suspicious/noEmptyInterface: features widen it by declaration merging
export interface DomainEvents {}

export type EventType = keyof DomainEvents & string

export type PendingEvent = { type: string; at: Date; actorId: number | null; data: unknown }

/** An event as the log has it. `position` numbers committed events without gaps in time: what is read is complete. */
export type DomainEvent<T extends EventType = EventType> = {
  [K in T]: {
    readonly position: number
    readonly type: K
    readonly at: Date
    readonly actorId: number | null
    readonly data: DomainEvents[K]
  }
}[T]

/** Notes an event of the surrounding transaction. Nothing else happens in it: consumers learn of it after commit. */
export function emit<T extends EventType>(ctx: Ctx, type: T, data: DomainEvents[T]): void {
  if (!ctx.unit) throw new Error(`${type} was emitted outside a transaction`)
  ctx.unit.events.push({ type, at: ctx.now(), actorId: ctx.actor.id, data })
}
