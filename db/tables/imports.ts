import { index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { posts } from './conversation.ts'
import { id } from './members.ts'

/**
 * What came in from elsewhere and what became of it here: so that a second import changes nothing, old addresses lead on,
 * and what has no place here yet is kept.
 */
export const imports = pgTable(
  'imports',
  {
    /** Which community it came from, such as `forum.example.org`. */
    source: text().notNull(),
    kind: text({ enum: ['member', 'group', 'category', 'tag', 'thread', 'post', 'upload'] }).notNull(),
    /** What it was called there. */
    sourceId: text().notNull(),
    targetId: id().notNull(),
    /** What was said of it there and has no place here yet, such as the answer that was accepted. */
    extra: jsonb(),
  },
  t => [primaryKey({ columns: [t.kind, t.sourceId, t.source] }), index('imports_target_idx').on(t.kind, t.targetId)],
)

/** Reactions that came in as mere numbers: nobody knows any more who gave them. Shown together with the others. */
export const reactionTallies = pgTable(
  'reaction_tallies',
  {
    postId: id()
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    key: text().notNull(),
    count: integer().notNull(),
  },
  t => [primaryKey({ columns: [t.postId, t.key] })],
)
