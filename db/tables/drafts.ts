import { index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { at, id, members } from './members.ts'

/** What a draft keeps beside the text: what else its form holds. */
export type DraftFields = {
  readonly title?: string
  readonly categoryId?: string
  readonly tags?: string
  readonly replyTo?: string
  readonly reason?: string
  /** Of a post that is edited: the version that the edit began from. */
  readonly version?: string
  /** Of a new thread: what it is; what its kind asks for stands beside it as `<kind>.<field>`. */
  readonly kind?: string
}

/** A text that was begun and not sent. */
export const drafts = pgTable(
  'drafts',
  {
    id: id().generatedAlwaysAsIdentity().primaryKey(),
    memberId: id()
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    /** What it is for: `thread`, `reply-42`, `edit-77`. One per member and purpose. */
    key: text().notNull(),
    body: text().notNull(),
    fields: jsonb().$type<DraftFields>().notNull().default({}),
    /** Keys of uploads that the text names: they are kept as long as it is. */
    uploads: text().array().notNull().default([]),
    /** Raised by every save: two devices do not write over each other unseen. */
    version: integer().notNull().default(1),
    createdAt: at().notNull().defaultNow(),
    updatedAt: at().notNull().defaultNow(),
  },
  t => [uniqueIndex('drafts_member_key').on(t.memberId, t.key), index('drafts_age_idx').on(t.updatedAt)],
)
