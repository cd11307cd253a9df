import { index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { at, id, members } from './members.ts'

/** What a member wants to hear of, and what never. No row: the usual. */
export const follows = pgTable(
  'follows',
  {
    memberId: id()
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    kind: text({ enum: ['thread', 'category', 'tag'] }).notNull(),
    /** The thread's, category's or tag's id. */
    targetId: id().notNull(),
    level: text({ enum: ['follow', 'mute'] }).notNull(),
    createdAt: at().notNull().defaultNow(),
  },
  t => [
    primaryKey({ columns: [t.memberId, t.kind, t.targetId] }),
    index('follows_target_idx').on(t.kind, t.targetId, t.level),
  ],
)
