/** Taking away all that a plugin has kept here. Its files stay where they were put. */
import { and, eq, notInArray, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import {
  consumers,
  members,
  notifications,
  permissionGrants,
  pluginMigrations,
  plugins,
  settings,
} from '../../db/tables/index.ts'
import { audit } from '../core/audit.ts'
import { invalidate } from '../core/cache.ts'
import type { Ctx } from '../core/context.ts'
import { Conflict } from '../core/errors.ts'
import { emit } from '../core/events/emit.ts'
import { forgetJobs } from '../core/jobs.ts'
import { transaction } from '../core/transaction.ts'
import { schemaOf } from './migrate.ts'
import { all, get } from './service.ts'

/**
 * Drops its tables, and forgets its settings, who holds its permissions, whom it told of what and who does without, what
 * members said of themselves in its fields, what it was still to do, how far it has read and what was agreed to.
 * @throws NotSignedIn, Forbidden, NotFound; Conflict while it is on, or where its id may be another's
 */
export async function uninstall(ctx: Ctx, id: string): Promise<void> {
  const { wanted, on, origin } = get(ctx, id)
  if (wanted || on) throw new Conflict('plugin.on', 'plugins.error.stillOn')
  // One that cannot be read goes by the name of its folder, which another may have for its id.
  if (all(ctx).filter(one => one.id === id).length > 1)
    throw new Conflict('plugin.twice', 'plugins.problem.twice', { id })
  await transaction(ctx, async ctx => {
    await ctx.db.execute(sql`drop schema if exists ${sql.identifier(schemaOf(id))} cascade`)
    await ctx.db.delete(pluginMigrations).where(eq(pluginMigrations.plugin, id))
    await ctx.db.delete(settings).where(itsOwn(settings.key, id, Object.keys(ctx.host.declarations)))
    await ctx.db
      .delete(permissionGrants)
      .where(itsOwn(permissionGrants.permission, id, Object.keys(ctx.host.gate.declarations)))
    await ctx.db.delete(notifications).where(sql`starts_with(${notifications.kind}, ${`${id}.`})`)
    await ctx.db.execute(sql`
      update ${members} set quiet_kinds = array(select kind from unnest(quiet_kinds) kind where not starts_with(kind, ${`${id}.`}))
      where exists (select from unnest(quiet_kinds) kind where starts_with(kind, ${`${id}.`}))`)
    await ctx.db.execute(sql`
      update ${members} set fields = (select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(fields)
        where not starts_with(key, ${`${id}.`}))
      where exists (select from jsonb_object_keys(fields) key where starts_with(key, ${`${id}.`}))`)
    await forgetJobs(ctx, `${id}.`, ctx.host.jobs)
    await ctx.db.delete(consumers).where(eq(consumers.name, `plugin.${id}`))
    // Without a row, one that we bring would be on.
    if (origin === 'bundled') await ctx.db.update(plugins).set({ consent: [], trouble: null }).where(eq(plugins.id, id))
    else await ctx.db.delete(plugins).where(eq(plugins.id, id))
    await invalidate(ctx, ctx.host.settings, ctx.host.gate.cache)
    await audit(ctx, { act: 'plugin.uninstall', targetType: 'plugin', targetId: id })
    emit(ctx, 'plugins.changed', { plugin: id, enabled: false })
  })
  await ctx.host.reload()
}

/** Names that begin with its id; those that are declared while it is off are somebody else's. */
const itsOwn = (column: PgColumn, id: string, declared: readonly string[]) =>
  and(sql`starts_with(${column}, ${`${id}.`})`, notInArray(column, [...declared]))
