/** Plugins of which something is kept here, and whose files nobody finds any more: what they left can be removed. */
import { pluginMigrations, plugins } from '../../db/tables/index.ts'
import type { Database } from '../core/db.ts'
import type { PluginState } from './load.ts'

/** @param found those whose files are there */
export async function gonePlugins(
  { background }: Database,
  found: readonly Pick<PluginState, 'id'>[],
): Promise<PluginState[]> {
  const rows = await background.select().from(plugins)
  // One of ours that nobody ever switched has no row.
  const migrated = await background.selectDistinct({ id: pluginMigrations.plugin }).from(pluginMigrations)
  const there = new Set(found.map(({ id }) => id))
  const ids = new Set([...rows, ...migrated].map(({ id }) => id))
  return [...ids]
    .filter(id => !there.has(id))
    .sort()
    .map(id =>
      stateOf(
        id,
        rows.find(row => row.id === id),
      ),
    )
}

const stateOf = (id: string, row: typeof plugins.$inferSelect | undefined): PluginState => ({
  id,
  origin: 'gone',
  folder: '',
  hash: '',
  about: null,
  wanted: row?.enabled ?? false,
  on: false,
  consent: row?.consent ?? [],
  enabledAt: row?.enabledAt ?? null,
  trouble: { key: 'plugins.problem.gone', values: {} },
})
