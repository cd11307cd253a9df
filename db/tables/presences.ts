import { pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core'
import { at, id } from './members.ts'

/**
 * Who has which thread open, through which process, and until when they are taken to be writing. Unlogged: after a crash
 * every process writes its own again. It refers to nothing: a reference would have every coming and going lock a member's
 * and a thread's row, and what is left over ends by itself.
 */
export const presences = pgTable(
  'presences',
  {
    threadId: id().notNull(),
    memberId: id().notNull(),
    processId: uuid().notNull(),
    typingUntil: at(),
    seenAt: at().notNull(),
  },
  t => [primaryKey({ columns: [t.threadId, t.memberId, t.processId] })],
)
