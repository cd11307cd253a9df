/** What became of which: the table `imports`, by which a second run knows the first. */

import { and, eq, sql } from 'drizzle-orm'
import { imports } from '../../db/tables/index.ts'
import { reserveIds } from '../bulk/write.ts'
import type { Ctx } from '../core/context.ts'
import { partsOf } from '../core/parts.ts'
import { transaction } from '../core/transaction.ts'

export type Kind = typeof imports.$inferSelect.kind
type Noted = { readonly sourceId: string; readonly targetId: number }

/** Rows of one statement. */
const MANY = 5000

/** All of a kind that came from this source before: our ids by theirs. */
export async function known(ctx: Ctx, source: string, kind: Kind): Promise<Map<string, number>> {
  const rows = await ctx.db
    .select({ sourceId: imports.sourceId, targetId: imports.targetId })
    .from(imports)
    .where(and(eq(imports.source, source), eq(imports.kind, kind)))
  return new Map(rows.map(({ sourceId, targetId }) => [sourceId, targetId]))
}

/** Keeps what became of which, in the surrounding transaction. */
export async function note(ctx: Ctx, source: string, kind: Kind, rows: readonly Noted[]): Promise<void> {
  for (const some of partsOf(rows, MANY)) {
    await ctx.db.execute(sql`
      insert into imports (source, kind, source_id, target_id)
      select ${source}, ${kind}, "sourceId", "targetId"
      from json_to_recordset(${JSON.stringify(some)}::json)
        as r ("sourceId" text, "targetId" bigint)
      on conflict do nothing`)
  }
}

type Extra = { readonly sourceId: string; readonly extra: unknown }

/** Keeps what was said there of what is noted already, in the surrounding transaction. */
export async function noteExtras(ctx: Ctx, source: string, kind: Kind, rows: readonly Extra[]): Promise<void> {
  if (rows.length === 0) return
  await ctx.db.execute(sql`
    update imports set extra = r.extra
    from json_to_recordset(${JSON.stringify(rows)}::json) as r ("sourceId" text, extra jsonb)
    where imports.source = ${source} and imports.kind = ${kind} and imports.source_id = r."sourceId"`)
}

/**
 * Gives threads or posts their ids here before they are written, so that every text can name any of them, and the same ids
 * again to a run after one that was stopped. A community that has none yet takes over the numbers of the source; else they
 * get new ones in the given order. In one transaction.
 * @param sourceIds the oldest first
 */
export async function claim(
  ctx: Ctx,
  source: string,
  kind: 'thread' | 'post',
  sourceIds: readonly string[],
): Promise<Map<string, number>> {
  const claimed = await known(ctx, source, kind)
  const fresh = sourceIds.filter(id => !claimed.has(id))
  if (fresh.length === 0) return claimed
  await transaction(ctx, async ctx => {
    const table = sql.raw(`${kind}s`)
    await ctx.db.execute(sql`lock table ${table} in share row exclusive mode`)
    const ids = (await keeping(ctx, kind, fresh)) ?? (await reserveIds(ctx, `${kind}s`, fresh.length))
    const rows = fresh.map((sourceId, place) => ({ sourceId, targetId: ids[place] ?? 0 }))
    await note(ctx, source, kind, rows)
    for (const { sourceId, targetId } of rows) claimed.set(sourceId, targetId)
  })
  return claimed
}

/** The source's own numbers; null when they are none, or when there may be others of the same. */
async function keeping(ctx: Ctx, kind: 'thread' | 'post', sourceIds: readonly string[]): Promise<number[] | null> {
  if (!sourceIds.every(id => /^[1-9]\d{0,14}$/.test(id))) return null
  const table = `${kind}s`
  const [used] = await ctx.db.execute<{ used: boolean }>(sql`
    select exists (select from ${sql.raw(table)}) or exists (select from imports where kind = ${kind}) as used`)
  if (used?.used) return null
  const ids = sourceIds.map(Number)
  const last = ids.reduce((a, b) => Math.max(a, b), 0)
  await ctx.db.execute(sql`select setval(pg_get_serial_sequence(${table}, 'id'), ${last}::bigint)`)
  return ids
}
