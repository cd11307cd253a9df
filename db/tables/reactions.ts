import { index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { posts } from './conversation.ts'
import { at, id, members } from './members.ts'

/** A member's sign on a post. A repeat is not an error, it is nothing. */
export const reactions = pgTable(
  'reactions',
  {
    postId: id()
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    memberId: id()
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    key: text().notNull(),
    at: at().notNull().defaultNow(),
  },
  t => [
    primaryKey({ columns: [t.postId, t.memberId, t.key] }),
    index('reactions_member_idx').on(t.memberId, t.at),
    // What was reacted to lately, for the top of a period.
    index('reactions_at_idx').on(t.at, t.postId),
  ],
)
