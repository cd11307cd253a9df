/** How far the log has come. */
import { and, eq, gt, isNull, max, or } from 'drizzle-orm'
import { domainEvents } from '../../../db/tables/index.ts'
import type { Db } from '../db.ts'
import type { EventType } from './emit.ts'

/** The position of the last event that has one; 0 where none has. */
export async function lastPosition(db: Db): Promise<number> {
  const [last] = await db.select({ at: max(domainEvents.position) }).from(domainEvents)
  return last?.at ?? 0
}

/** Whether anything of this type was committed after a position, numbered already or not. */
export async function hasSince(db: Db, position: number, type: EventType): Promise<boolean> {
  const later = or(gt(domainEvents.position, position), isNull(domainEvents.position))
  const found = await db
    .select({ id: domainEvents.id })
    .from(domainEvents)
    .where(and(later, eq(domainEvents.type, type)))
    .limit(1)
  return found.length > 0
}
