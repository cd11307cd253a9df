import { index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { threads } from './conversation.ts'
import { at, id } from './members.ts'

/** The threads that moved most people in a period of time: made by a job, and as old as that (docs/decisions/0075). */
export const topThreads = pgTable(
  'top_threads',
  {
    period: text().notNull(),
    threadId: id()
      .notNull()
      .references(() => threads.id, { onDelete: 'cascade' }),
    score: integer().notNull(),
  },
  t => [
    primaryKey({ columns: [t.period, t.threadId] }),
    index('top_threads_score_idx').on(t.period, t.score, t.threadId),
    index('top_threads_thread_idx').on(t.threadId),
  ],
)

/** When each period's were last made. */
export const topPeriods = pgTable('top_periods', { period: text().primaryKey(), madeAt: at().notNull() })
