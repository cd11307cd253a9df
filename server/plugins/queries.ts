/** What may be known of the plugins that were found, for whoever manages them. */
import { sql } from 'drizzle-orm'
import type { Ctx, Host } from '../core/context.ts'
import type { PointHealth } from './guard.ts'
import type { PluginState } from './load.ts'
import { schemaOf } from './migrate.ts'
import { pluginsOf } from './registry.ts'
import { get } from './service.ts'

export const STANDINGS = ['on', 'off', 'consent', 'held', 'failed'] as const
/**
 * `consent`: wanted, and asks for more than was agreed to. `held`: wanted, and held back while one is looked for that causes
 * a trouble. `failed`: cannot be read, or wanted and not on.
 */
export type Standing = (typeof STANDINGS)[number]

/** Nobody failed who waits for a person. */
const WAITING: ReadonlyMap<string, Standing> = new Map([
  ['plugins.problem.consent', 'consent'],
  ['plugins.problem.bisect', 'held'],
])

export function standingOf({ on, wanted, about, trouble }: PluginState): Standing {
  if (on) return 'on'
  if (about === null) return 'failed'
  if (!wanted || trouble === null) return 'off'
  return WAITING.get(trouble.key) ?? 'failed'
}

/** `asked`: by the variable. `crashes`: the server ended again and again soon after its start. */
export type SafeModeReason = 'asked' | 'crashes'

/** Why none is loaded, whatever was decided; null where they are. */
export function safeMode(host: Host): SafeModeReason | null {
  if (!pluginsOf(host).safeMode) return null
  return host.env.safeMode ? 'asked' : 'crashes'
}

/** How each point does in this process, the most used first; none of one that is not on. @throws NotSignedIn, Forbidden, NotFound */
export function health(ctx: Ctx, id: string): readonly PointHealth[] {
  get(ctx, id)
  const loaded = pluginsOf(ctx.host).loaded.find(({ state }) => state.id === id)
  return (loaded?.guard.health ?? []).toSorted((a, b) => b.calls - a.calls)
}

export type SharedPoint = {
  readonly point: string
  /** Ids of all who step in there, in the order in which they are asked. */
  readonly order: readonly string[]
}

/** What several plugins listen to they hear each for itself, and what is a plugin's own nobody shares. */
const IN_TURN = /^(filter|slot) /

/** The points at which others step in too, and in which order. @throws NotSignedIn, Forbidden, NotFound */
export function shared(ctx: Ctx, id: string): readonly SharedPoint[] {
  const { about } = get(ctx, id)
  const on = pluginsOf(ctx.host).loaded.flatMap(({ state }) => state.about ?? [])
  return (about?.points ?? []).flatMap(point => {
    const order = IN_TURN.test(point) ? on.filter(one => one.points.includes(point)).map(one => one.id) : []
    return order.length > 1 && order.includes(id) ? [{ point, order }] : []
  })
}

export type StoredTable = {
  readonly name: string
  /** Exact up to `COUNTED`; beyond it as the database estimates. */
  readonly rows: number
  readonly bytes: number
}

/** So many rows of a table are counted: some milliseconds. */
const COUNTED = 10_000

/** The tables in a plugin's schema. Two queries. @throws NotSignedIn, Forbidden, NotFound */
export async function stored(ctx: Ctx, id: string): Promise<StoredTable[]> {
  get(ctx, id)
  const tables = await ctx.db.execute<{ name: string; bytes: number; estimate: number }>(sql`
    select c.relname as name, pg_total_relation_size(c.oid)::float8 as bytes, c.reltuples::float8 as estimate
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = ${schemaOf(id)} and c.relkind = 'r' order by c.relname`)
  if (tables.length === 0) return []
  const counts = await ctx.db.execute<{ name: string; rows: number }>(
    sql.join(
      tables.map(
        ({ name }) => sql`
          (select ${name}::text as name, count(*)::float8 as rows
          from (select from ${sql.identifier(schemaOf(id))}.${sql.identifier(name)} limit ${COUNTED + 1}) as counted)`,
      ),
      sql` union all `,
    ),
  )
  const counted = new Map(counts.map(({ name, rows }) => [name, rows]))
  return tables.map(({ name, bytes, estimate }) => {
    const rows = counted.get(name) ?? 0
    return { name, bytes, rows: rows > COUNTED ? Math.max(estimate, COUNTED) : rows }
  })
}
