import { index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { posts } from './conversation.ts'
import { at, id, members } from './members.ts'

/** An earlier version of a post, kept when an edit replaced it. The newest one is the post itself. */
export const postRevisions = pgTable(
  'post_revisions',
  {
    postId: id()
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    /** What `posts.version` was while this text stood. */
    version: integer().notNull(),
    body: text().notNull(),
    /** Of an opening post: the thread's title while this text stood. */
    title: text(),
    /** Who wrote this version: the author, or who edited. */
    editorId: id()
      .notNull()
      .references(() => members.id),
    /** Why this version was made; empty for the first. */
    reason: text().notNull().default(''),
    /** When this version was made. */
    at: at().notNull(),
  },
  t => [primaryKey({ columns: [t.postId, t.version] }), index('post_revisions_editor_idx').on(t.editorId)],
)
