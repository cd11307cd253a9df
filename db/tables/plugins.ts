import { sql } from 'drizzle-orm'
import { boolean, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { at } from './members.ts'

/** What was decided about a plugin. One that nobody decided about has no row: it is on if we bring it, and off if not. */
export const plugins = pgTable('plugins', {
  id: text().primaryKey(),
  enabled: boolean().notNull(),
  enabledAt: at(),
  /** What it asked for when it was switched on: it may do no more until somebody agrees to that. */
  consent: jsonb().$type<readonly string[]>().notNull().default(sql`'[]'`),
  /** Why it was switched off by itself; null where it was not. */
  trouble: text(),
  troubleAt: at(),
})

/** Which of a plugin's migrations its schema has seen. */
export const pluginMigrations = pgTable(
  'plugin_migrations',
  {
    plugin: text().notNull(),
    name: text().notNull(),
    /** SHA-256 of its text: what was run is never changed. */
    hash: text().notNull(),
    /** Its text: a backup makes the plugin's tables of it, where the plugin may not be. */
    statements: text().notNull(),
    appliedAt: at().notNull(),
  },
  table => [primaryKey({ columns: [table.plugin, table.name] })],
)
