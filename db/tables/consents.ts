import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { at, id, members } from './members.ts'

/** What a text said that somebody agreed to. It is kept when it is agreed to for the first time, and never changed. */
export const legalTexts = pgTable('legal_texts', {
  /** Made of the text: the same text is the same version. */
  version: text().primaryKey(),
  kind: text({ enum: ['privacy', 'terms'] }).notNull(),
  text: text().notNull(),
  createdAt: at().notNull(),
})

/** What a member agreed to, or was shown, and when. */
export const consents = pgTable(
  'consents',
  {
    memberId: id()
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    version: text()
      .notNull()
      .references(() => legalTexts.version),
    at: at().notNull(),
  },
  t => [primaryKey({ columns: [t.memberId, t.version] })],
)
