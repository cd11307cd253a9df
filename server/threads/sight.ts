/** Live channels of one thread: which thread is meant, and who may hear them. */
import { categoryTree } from '../categories/tree.ts'
import type { Ctx } from '../core/context.ts'
import type { DomainEvent, EventType } from '../core/events/emit.ts'
import type { Sight } from '../core/live/channel.ts'
import { canViewThread } from './policy.ts'
import * as threads from './queries.ts'

/** Events after which others may see it. */
export const SIGHT_SHIFTS: readonly EventType[] = ['thread.edited', 'thread.moved', 'thread.deleted', 'thread.restored']

/** The threads that an event is about, as arguments. */
export function threadsOf({ data }: DomainEvent): readonly string[] {
  if ('threadIds' in data) return data.threadIds.map(String)
  return 'threadId' in data ? [String(data.threadId)] : []
}

/** Whoever may see a thread may hear it. */
export async function threadSight(system: Ctx, argument: string): Promise<Sight | null> {
  const thread = await threads.headFor(system, Number(argument))
  return thread && (ctx => canViewThread(ctx.read(categoryTree), ctx.actor, thread))
}
