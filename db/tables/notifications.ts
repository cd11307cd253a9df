import { sql } from 'drizzle-orm'
import { bigint, index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { posts, threads } from './conversation.ts'
import { at, id, members } from './members.ts'

/**
 * Something a member should know. Of one `group` there is at most one that is unread: what comes meanwhile is counted in
 * ("Mia and 3 others").
 */
export const notifications = pgTable(
  'notifications',
  {
    id: id().generatedAlwaysAsIdentity().primaryKey(),
    memberId: id()
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    kind: text({ enum: ['mention', 'quote', 'reply', 'reaction', 'thread', 'reminder'] }).notNull(),
    /** What is gathered: `reaction-77`, `thread-42`. */
    groupKey: text().notNull(),
    threadId: id()
      .notNull()
      .references(() => threads.id, { onDelete: 'cascade' }),
    /** The post it is about; of several the first that is unread. */
    postId: id()
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    /** Who did it, the newest first; at most a handful. */
    actorIds: bigint({ mode: 'number' }).array().notNull().default([]),
    /** How many people or posts it stands for. */
    count: integer().notNull().default(1),
    createdAt: at().notNull().defaultNow(),
    /** When something last joined it: the list's order. */
    updatedAt: at().notNull().defaultNow(),
    readAt: at(),
  },
  t => [
    uniqueIndex('notifications_unread_key').on(t.memberId, t.groupKey).where(sql`read_at is null`),
    index('notifications_list_idx').on(t.memberId, t.updatedAt, t.id),
    index('notifications_post_idx').on(t.postId),
    index('notifications_thread_idx').on(t.threadId),
  ],
)
