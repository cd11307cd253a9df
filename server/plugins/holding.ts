/** Which calls hold a transaction: what waits long has no place within one, for rows and a connection wait with it. */
import { is } from 'drizzle-orm'
import { PgTransaction } from 'drizzle-orm/pg-core'
import type { Ctx } from '../core/context.ts'
import type { Call } from './call.ts'

const open = new WeakMap<Call, number>()

/** Notes that the call holds a transaction while `work` runs in it. */
export async function holding<T>(call: Call, work: () => Promise<T>): Promise<T> {
  open.set(call, (open.get(call) ?? 0) + 1)
  try {
    return await work()
  } finally {
    open.set(call, (open.get(call) ?? 1) - 1)
  }
}

/** Whether the call holds one, or was made within one, as a listener is. */
export const isHolding = (ctx: Ctx, call: Call): boolean => (open.get(call) ?? 0) > 0 || is(ctx.db, PgTransaction)
