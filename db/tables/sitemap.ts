import { integer, pgTable, primaryKey } from 'drizzle-orm/pg-core'
import { categories } from './conversation.ts'
import { at, id } from './members.ts'

/**
 * The parts of the sitemap that hold threads: when one of a category's last changed in each. A part is a range of ids, so a
 * change touches its own part alone. Kept by a consumer (docs/decisions/0041).
 */
export const sitemapParts = pgTable(
  'sitemap_parts',
  {
    part: integer().notNull(),
    categoryId: id()
      .notNull()
      .references(() => categories.id, { onDelete: 'cascade' }),
    changedAt: at().notNull(),
  },
  t => [primaryKey({ columns: [t.part, t.categoryId] })],
)
