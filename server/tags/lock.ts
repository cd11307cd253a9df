/**
 * The shape of the tags: which there are, and which is whose synonym. Whoever gives tags to threads needs it to stay
 * (shared), whoever merges, renames or deletes changes it (alone). Row locks would not do: a synonym, its tag and the
 * rows of their threads are taken in other orders by each of these acts.
 */
import { sql } from 'drizzle-orm'
import type { Ctx } from '../core/context.ts'

const LOCK = 0x7461_6773

/** Until the transaction ends, no tag becomes another's synonym, gets another slug or goes. */
export const keepShape = async (ctx: Ctx): Promise<void> => {
  await ctx.db.execute(sql`select pg_advisory_xact_lock_shared(${LOCK})`)
}

/** Until the transaction ends, nobody else gives tags or changes them. */
export const changeShape = async (ctx: Ctx): Promise<void> => {
  await ctx.db.execute(sql`select pg_advisory_xact_lock(${LOCK})`)
}
