import { type AnyPgColumn, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { threads } from './conversation.ts'
import { at, id, members } from './members.ts'

export const tags = pgTable(
  'tags',
  {
    id: id().generatedAlwaysAsIdentity().primaryKey(),
    /** In addresses and in text, as `#slug`. */
    slug: text().notNull().unique(),
    name: text().notNull(),
    description: text().notNull().default(''),
    /** A synonym is no tag of its own: who gives it gives this one. */
    synonymOfId: id().references((): AnyPgColumn => tags.id, { onDelete: 'cascade' }),
    /** Threads that are not deleted; follows the log. */
    threadCount: integer().notNull().default(0),
    createdById: id().references(() => members.id, { onDelete: 'set null' }),
    createdAt: at().notNull().defaultNow(),
  },
  t => [index('tags_synonym_idx').on(t.synonymOfId)],
)

export const threadTags = pgTable(
  'thread_tags',
  {
    threadId: id()
      .notNull()
      .references(() => threads.id, { onDelete: 'cascade' }),
    tagId: id()
      .notNull()
      .references(() => tags.id, { onDelete: 'cascade' }),
  },
  t => [primaryKey({ columns: [t.threadId, t.tagId] }), index('thread_tags_tag_idx').on(t.tagId, t.threadId)],
)
