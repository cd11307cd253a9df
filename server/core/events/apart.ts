/** Consumers whose work leaves the machine: they follow the log by a job, and hold nothing while they wait for others. */
import { eq } from 'drizzle-orm'
import { consumers as cursors } from '../../../db/tables/index.ts'
import type { Ctx } from '../context.ts'
import { moveCursor, noteFailure, readAfter } from './cursor.ts'
import type { Consumer } from './log.ts'

/**
 * Lets such a consumer read all that there is, outside any transaction. Its cursor moves when a batch is done: what a crash
 * or another process comes between is done twice.
 * @throws what it throws; that is noted, and the same events are read again the next time
 */
export async function readOn(ctx: Ctx, consumer: Consumer, signal?: AbortSignal): Promise<void> {
  const { name, types } = consumer
  await noting(ctx, consumer, async () => {
    while (!signal?.aborted) {
      const { position, failures } = await standingOf(ctx, name)
      const events = await readAfter(ctx.db, position, types)
      const last = events.at(-1)
      if (last) await consumer.handle(ctx, events)
      // Another process may have done what had failed here.
      if (last || failures > 0) await moveCursor(ctx.db, name, last?.position ?? position)
      if (!last) return
    }
  })
}

/** Does what such a consumer has to do besides. @throws what it throws; that is noted as its failure */
export async function noting<T>(ctx: Ctx, { name }: Consumer, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    await noteFailure(ctx, name, error)
    throw error
  }
}

async function standingOf(ctx: Ctx, name: string): Promise<{ readonly position: number; readonly failures: number }> {
  const [row] = await ctx.db.select().from(cursors).where(eq(cursors.name, name))
  if (row) return row
  await ctx.db.insert(cursors).values({ name }).onConflictDoNothing()
  return { position: 0, failures: 0 }
}
