import { bigint, index, pgTable, text } from 'drizzle-orm/pg-core'
import { at, id, members } from './members.ts'

/** What is known of a member, as a file for whoever asked: themselves, or who keeps the members. It goes after some days. */
export const dataExports = pgTable(
  'data_exports',
  {
    id: id().generatedAlwaysAsIdentity().primaryKey(),
    /** Whose data. */
    memberId: id()
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    /** Who asked, and nobody else may have it. */
    askedById: id()
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    askedAt: at().notNull(),
    /** Null until it is made. */
    madeAt: at(),
    expiresAt: at(),
    /** Where its bytes are. */
    key: text(),
    bytes: bigint({ mode: 'number' }),
  },
  t => [index('data_exports_asked_idx').on(t.askedById, t.id), index('data_exports_member_idx').on(t.memberId)],
)
