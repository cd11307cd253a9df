import { type AnyPgColumn, boolean, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { categories, threads } from './conversation.ts'
import { at, id, members } from './members.ts'

export const tags = pgTable(
  'tags',
  {
    id: id().generatedAlwaysAsIdentity().primaryKey(),
    /** In addresses and in text, as `#slug`: made of the name, so that one in other letters' case or accents is the same. */
    slug: text().notNull().unique(),
    name: text().notNull(),
    description: text().notNull().default(''),
    /** A synonym is no tag of its own: who gives it gives this one. Never a synonym of a synonym. */
    synonymOfId: id().references((): AnyPgColumn => tags.id, { onDelete: 'cascade' }),
    /** Made by staff to be used: shown to all even where no thread in sight has it. */
    listed: boolean().notNull().default(false),
    createdById: id().references(() => members.id, { onDelete: 'set null' }),
    createdAt: at().notNull().defaultNow(),
  },
  t => [index('tags_synonym_idx').on(t.synonymOfId), index('tags_creator_idx').on(t.createdById, t.createdAt)],
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
    /** The category in whose count it is; null while it is in none, as of a hidden thread. Follows the log. */
    countedInId: id(),
    /** The thread's own, by which lists of a tag are read. Triggers keep it (0010_tags_in_order.sql). */
    bumpedAt: at().notNull().defaultNow(),
  },
  t => [
    primaryKey({ columns: [t.threadId, t.tagId] }),
    index('thread_tags_activity_idx').on(t.tagId, t.bumpedAt, t.threadId),
  ],
)

/**
 * How many threads with a tag each category shows to all its readers. Per category, so that what a reader is told is a
 * sum over the categories that they see.
 */
export const tagCounts = pgTable(
  'tag_counts',
  {
    tagId: id()
      .notNull()
      .references(() => tags.id, { onDelete: 'cascade' }),
    categoryId: id()
      .notNull()
      .references(() => categories.id, { onDelete: 'cascade' }),
    threads: integer().notNull(),
  },
  t => [primaryKey({ columns: [t.tagId, t.categoryId] })],
)
