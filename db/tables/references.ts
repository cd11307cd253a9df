/** What cooking found in posts: whom they mention, what they link to and quote. */
import { index, integer, pgTable, primaryKey, smallint, text } from 'drizzle-orm/pg-core'
import { posts } from './conversation.ts'
import { id } from './members.ts'

export const postMentions = pgTable(
  'post_mentions',
  {
    postId: id()
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    kind: text({ enum: ['member', 'group'] }).notNull(),
    /** The member's or group's id. */
    targetId: id().notNull(),
  },
  t => [
    primaryKey({ columns: [t.postId, t.kind, t.targetId] }),
    index('post_mentions_target_idx').on(t.kind, t.targetId),
  ],
)

/** Links in the order of the text. Those to this site's own threads name the thread and, if they do, the post. */
export const postLinks = pgTable(
  'post_links',
  {
    postId: id()
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    place: smallint().notNull(),
    /** `card` stands alone on its line and shows what it leads to; `quote` is a quotation's source. */
    kind: text({ enum: ['link', 'card', 'quote'] }).notNull(),
    url: text().notNull(),
    threadId: id(),
    postNumber: integer(),
  },
  t => [primaryKey({ columns: [t.postId, t.place] }), index('post_links_thread_idx').on(t.threadId, t.postNumber)],
)
