/**
 * Small tables that every request needs (settings, permissions, categories) live in memory. Each has a version in
 * `cache_versions`, raised in the transaction that changes it; a request reads all versions in its first query and
 * reloads what is stale, so a change of rights holds at once on every process (docs/ARCHITECTURE.md).
 */
import { eq, inArray, sql } from 'drizzle-orm'
import { cacheVersions } from '../../db/tables/index.ts'
import type { Ctx } from './context.ts'
import type { Db } from './db.ts'
import { uncounted } from './http/budget.ts'

export type CacheDefinition<T> = { readonly name: string; load(db: Db): Promise<T> }

export type Versions = Readonly<Record<string, number>>

/** Declares a cache; a row of its name must be in `cache_versions`. */
export const defineCache = <T>(name: string, load: (db: Db) => Promise<T>): CacheDefinition<T> => ({ name, load })

type Entry = { version: number; value: unknown }

export class Caches {
  private readonly entries = new Map<CacheDefinition<unknown>, Entry>()
  private refreshing: Promise<void> = Promise.resolve()
  /** Changes whenever any cache does: part of every cached page's key. */
  generation = ''

  constructor(
    private readonly db: Db,
    private readonly definitions: readonly CacheDefinition<unknown>[],
  ) {}

  /** What was loaded last. Bound to its definition's type by the only writer of `entries`, `reload`. */
  read<T>(definition: CacheDefinition<T>): T {
    const entry = this.entries.get(definition)
    if (!entry) throw new Error(`cache ${definition.name} was read before it was loaded`)
    return entry.value as T
  }

  /** Reads the versions and reloads what is stale. */
  async refresh(): Promise<void> {
    const rows = await this.db.select().from(cacheVersions)
    await this.ensure(Object.fromEntries(rows.map(row => [row.name, row.version])))
  }

  /**
   * Reloads what is older than `versions`; usually nothing, and then it costs no query. Whoever comes first after a change
   * does it for all: it is no part of what their page asks.
   */
  async ensure(versions: Versions): Promise<void> {
    while (this.definitions.some(one => this.isStale(one, versions))) {
      this.refreshing = this.refreshing.catch(() => {}).then(() => uncounted(() => this.reload(versions)))
      await this.refreshing
    }
  }

  private isStale(definition: CacheDefinition<unknown>, versions: Versions): boolean {
    return (this.entries.get(definition)?.version ?? -1) < (versions[definition.name] ?? 0)
  }

  private async reload(versions: Versions): Promise<void> {
    for (const definition of this.definitions) {
      if (!this.isStale(definition, versions)) continue
      // The version is read before the value: a change between the two makes another reload, never a missed one.
      const [row] = await this.db.select().from(cacheVersions).where(eq(cacheVersions.name, definition.name))
      const value = await definition.load(this.db)
      this.entries.set(definition, { version: row?.version ?? 0, value })
    }
    this.generation = [...this.entries].map(([one, { version }]) => `${one.name}${version}`).join(' ')
  }
}

/** The SQL of the versions of all caches, for a request's first query: one JSON object. */
export const versionsSql = sql<Versions>`(select json_object_agg(${cacheVersions.name}, ${cacheVersions.version}) from ${cacheVersions})`

/** Says, in the transaction that changes what they hold, that these caches are stale everywhere. */
export async function invalidate(ctx: Ctx, ...definitions: readonly CacheDefinition<unknown>[]): Promise<void> {
  const names = definitions.map(one => one.name)
  await ctx.db
    .update(cacheVersions)
    .set({ version: sql`${cacheVersions.version} + 1` })
    .where(inArray(cacheVersions.name, names))
  ctx.afterCommit(() => ctx.host.caches.refresh())
}

/** Says the same of all caches: for a change that several of them show, such as a group's end. */
export async function invalidateAll(ctx: Ctx): Promise<void> {
  await ctx.db.update(cacheVersions).set({ version: sql`${cacheVersions.version} + 1` })
  ctx.afterCommit(() => ctx.host.caches.refresh())
}
