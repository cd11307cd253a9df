import { index, pgTable, text } from 'drizzle-orm/pg-core'
import { at, id, members } from './members.ts'

/** Accounts that are to be erased, and those that are just being: the row goes when all is done (docs/decisions/0053). */
export const erasures = pgTable(
  'erasures',
  {
    memberId: id()
      .primaryKey()
      .references(() => members.id, { onDelete: 'cascade' }),
    /** What becomes of their posts. */
    posts: text({ enum: ['keep', 'remove'] }).notNull(),
    askedAt: at().notNull(),
    /** From when on it is done; until then signing in calls it off. */
    dueAt: at().notNull(),
    /** Once it has begun: the names by which texts of others call them, which are taken out of these. */
    names: text().array(),
  },
  t => [index('erasures_due_idx').on(t.dueAt)],
)
