import { sql } from 'drizzle-orm'
import type { Ctx } from '../core/context.ts'

const LOCK = 0x6775_6972

/**
 * Within a transaction that changes what is due: until it ends, no other does. Each takes some rows out and puts others in,
 * and two that do so at once wait for each other.
 */
export async function oneAtATime(ctx: Ctx): Promise<void> {
  await ctx.db.execute(sql`select pg_advisory_xact_lock(${LOCK})`)
}
