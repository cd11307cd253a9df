import { sql } from 'drizzle-orm'
import { bigint, index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { posts, threads } from './conversation.ts'
import { at, id, members } from './members.ts'

/**
 * Something a member should know. Of one group there is at most one that is unread: what comes meanwhile is counted in
 * ("Mia and 3 others"). What a row says follows from posts and reactions and can be worked out again at any time.
 */
export const notifications = pgTable(
  'notifications',
  {
    id: id().generatedAlwaysAsIdentity().primaryKey(),
    memberId: id()
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    /** `mention`, `reply`, … or a plugin's: `questions.accepted`. */
    kind: text().notNull(),
    /** `post-77` (one post is told once), `thread-42` (its new replies), `reaction-77`, `reminder-77`, `questions.accepted-77`. */
    groupKey: text().notNull(),
    threadId: id()
      .notNull()
      .references(() => threads.id, { onDelete: 'cascade' }),
    /** The post it is about; of several the first. */
    postId: id()
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    /** The number of that post; of several the last one's. */
    lastNumber: integer().notNull(),
    /** Who did it, the newest first: of reactions everybody, so that nobody is told twice; of replies a handful. */
    actorIds: bigint({ mode: 'number' }).array().notNull().default([]),
    /** How many people or posts it stands for; of posts at most 100. */
    count: integer().notNull().default(1),
    /**
     * Where in the log the newest event is that joined it: the list's order. "Read up to here" means this and not a
     * time, for events do not arrive in the order of their times.
     */
    position: bigint({ mode: 'number' }).notNull(),
    createdAt: at().notNull(),
    /** When that event happened. */
    updatedAt: at().notNull(),
    readAt: at(),
  },
  t => [
    uniqueIndex('notifications_unread_key').on(t.memberId, t.groupKey).where(sql`read_at is null`),
    index('notifications_group_idx').on(t.memberId, t.groupKey),
    index('notifications_list_idx').on(t.memberId, t.position, t.id),
    index('notifications_post_idx').on(t.postId),
    index('notifications_thread_idx').on(t.threadId),
  ],
)
