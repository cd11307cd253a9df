import { sql } from 'drizzle-orm'
import { index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { posts } from './conversation.ts'
import { at, id, members } from './members.ts'

export const bookmarks = pgTable(
  'bookmarks',
  {
    memberId: id()
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    postId: id()
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    note: text().notNull().default(''),
    /** When its owner wants to be told; null once told. */
    remindAt: at(),
    createdAt: at().notNull().defaultNow(),
  },
  t => [
    primaryKey({ columns: [t.memberId, t.postId] }),
    index('bookmarks_post_idx').on(t.postId),
    index('bookmarks_age_idx').on(t.memberId, t.createdAt, t.postId),
    index('bookmarks_due_idx').on(t.remindAt).where(sql`remind_at is not null`),
  ],
)
