/** Looks at all counters, and mends them, at a moment at which nothing of the log waits to be counted. */
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import type { Ctx } from '../core/context.ts'
import { ifBusy } from '../core/db.ts'
import { lagOf } from '../core/events/lag.ts'
import { OperatorError } from '../core/operator-error.ts'
import { COUNTING, setCounters, type Wrong, wrongCounters } from './counters.ts'

/** On a busy community consumers are done a tenth of a second later, mostly. */
const PAUSE_MS = 150
const LOOKS = 40
const TRIES = 20
/** While writers wait, consumers have so long to come to their end. */
const HOLD_MS = 3000

/** The wrong counters while others write; null when so much is written that there was no quiet moment to compare in. */
export async function examineCounters(ctx: Ctx): Promise<readonly Wrong[] | null> {
  for (let left = LOOKS; left > 0; left--) {
    const found = await ctx.host.db.transaction(
      async db => {
        await db.execute(sql`set local statement_timeout = 0`)
        const inner: Ctx = { ...ctx, db }
        return (await isBehind(inner)) ? null : wrongCounters(inner)
      },
      { isolationLevel: 'repeatable read', accessMode: 'read only' },
    )
    if (found) return found
    await pause(PAUSE_MS)
  }
  return null
}

/**
 * Mends the wrong counters. Nobody can write posts for as long as that takes: some seconds for a million of them.
 * @returns how many were mended, by their names
 * @throws OperatorError when consumers do not come to an end
 */
export async function mendCounters(ctx: Ctx): Promise<ReadonlyMap<string, number>> {
  for (let left = TRIES; left > 0; left--) {
    const mended = await ctx.host.db.transaction(db => mendOnce({ ...ctx, db })).catch(ifBusy)
    if (mended) return mended
    await pause(PAUSE_MS)
  }
  throw new OperatorError('Counters cannot be mended while the log is not worked through: try again when it is')
}

/** @returns null when what waits was not counted in time */
async function mendOnce(ctx: Ctx): Promise<ReadonlyMap<string, number> | null> {
  // Given up before PostgreSQL looks for circles (after a second): it might end the writer, and not us.
  await ctx.db.execute(
    sql`select set_config('statement_timeout', '0', true), set_config('lock_timeout', '300ms', true)`,
  )
  await ctx.db.execute(sql`lock table threads, posts in share row exclusive mode`)
  // Now that nobody writes, consumers come to an end.
  for (const end = Date.now() + HOLD_MS; await isBehind(ctx); await pause(PAUSE_MS)) if (Date.now() > end) return null
  return setCounters(ctx)
}

const isBehind = async (ctx: Ctx): Promise<boolean> =>
  (await lagOf(ctx)).some(({ consumer }) => consumer === null || COUNTING.has(consumer))
