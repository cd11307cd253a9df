/** Rows that features and plugins keep, as lines: one for each, with ids as texts. */
import type { Ctx } from '../core/context.ts'
import type { Db } from '../core/db.ts'
import type { Keeping, KeptRow } from '../core/keeps.ts'
import { troubleOf } from '../core/trouble.ts'
import type { Line } from './format.ts'

/** What could not be read, and why: the rest of the export is whole. */
export type Unread = { readonly name: string; readonly why: string }

/**
 * Hands them over in the order of their names. One that fails leaves the transaction as it was.
 * @param db the transaction that reads all of the export
 */
export async function eachKept(
  ctx: Ctx,
  db: Db,
  take: (lines: readonly string[]) => Promise<void>,
): Promise<{ lines: number; unread: Unread[] }> {
  let lines = 0
  const unread: Unread[] = []
  for (const [name, keeping] of ctx.host.keeps) {
    try {
      await db.transaction(db =>
        keeping.read({ ...ctx, db }, async rows => {
          await take(rows.map(row => lineOf(name, keeping, row)))
          lines += rows.length
        }),
      )
    } catch (error) {
      ctx.log.error({ err: error }, `what is kept as ${name} could not be read`)
      unread.push({ name, why: troubleOf(error) })
    }
  }
  return { lines, unread }
}

function lineOf(name: string, { ids }: Keeping, row: KeptRow): string {
  const named = Object.keys(ids).map(part => [part, row[part] == null ? null : String(row[part])])
  return JSON.stringify({ type: 'kept', name, row: { ...row, ...Object.fromEntries(named) } } satisfies Line<'kept'>)
}
