import { boolean, index, pgTable, primaryKey, real, text } from 'drizzle-orm/pg-core'
import { threads } from './conversation.ts'
import { id } from './members.ts'

/**
 * What is like a thread, whoever may see it: sight is asked of the other thread when it is shown
 * (docs/decisions/0076).
 */
export const relatedThreads = pgTable(
  'related_threads',
  {
    threadId: id()
      .notNull()
      .references(() => threads.id, { onDelete: 'cascade' }),
    otherId: id()
      .notNull()
      .references(() => threads.id, { onDelete: 'cascade' }),
    score: real().notNull(),
    /** What speaks most for it. */
    why: text({ enum: ['words', 'tags', 'readers'] }).notNull(),
    /** The words that both have, as the thread itself has them; none unless they are the reason. */
    words: text().array().notNull(),
  },
  t => [primaryKey({ columns: [t.threadId, t.otherId] }), index('related_threads_other_idx').on(t.otherId)],
)

/** Threads for which that is to be worked out. */
export const relatedDue = pgTable('related_due', {
  threadId: id()
    .primaryKey()
    .references(() => threads.id, { onDelete: 'cascade' }),
  /** It is new, or says something else: what it is like may now be like it. */
  spreads: boolean().notNull(),
})
