/** A plugin's tables, in a schema of its own: each of its migrations runs once, and all that are missing or none. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { eq, sql } from 'drizzle-orm'
import { pluginMigrations } from '../../db/tables/index.ts'
import type { Db } from '../core/db.ts'
import { troubleOf } from '../core/trouble.ts'
import { PluginProblem } from './describe.ts'

/** Where a plugin's tables are. */
export const schemaOf = (id: string): string => `plugin_${id}`

/** @throws PluginProblem for one that fails, or that is another than it was when it ran */
export async function migratePlugin(db: Db, id: string, folder: string, now: Date): Promise<void> {
  const files = (await readdir(folder).catch(() => [])).filter(name => name.endsWith('.sql')).sort()
  if (files.length === 0) throw new PluginProblem('plugins.problem.noMigrations')
  // Read beforehand: a transaction awaits nothing but queries.
  const migrations = await Promise.all(
    files.map(async name => ({ name, text: await readFile(join(folder, name), 'utf8') })),
  )
  await db.transaction(async tx => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${schemaOf(id)}))`)
    const rows = await tx.select().from(pluginMigrations).where(eq(pluginMigrations.plugin, id))
    const ran = new Map(rows.map(({ name, hash }) => [name, hash]))
    await tx.execute(sql`create schema if not exists ${sql.identifier(schemaOf(id))}`)
    await tx.execute(sql`set local search_path to ${sql.identifier(schemaOf(id))}, public`)
    for (const { name, text } of migrations) {
      const hash = createHash('sha256').update(text).digest('hex')
      const before = ran.get(name)
      if (before !== undefined && before !== hash) throw new PluginProblem('plugins.problem.migrationChanged', { name })
      if (before !== undefined) continue
      try {
        for (const statement of text.split('--> statement-breakpoint')) await tx.execute(sql.raw(statement))
      } catch (error) {
        throw new PluginProblem('plugins.problem.migration', { name, problem: troubleOf(error) })
      }
      await tx.insert(pluginMigrations).values({ plugin: id, name, hash, statements: text, appliedAt: now })
    }
  })
}
