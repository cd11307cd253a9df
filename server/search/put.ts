/** Brings an engine's documents to what the posts say now. */
import { sql } from 'drizzle-orm'
import type { Ctx } from '../core/context.ts'
import { documentsOf, type Wanted } from './documents.ts'
import { engineOf } from './engines.ts'

/** To tell languages apart takes a moment for each text, in which this process does nothing else. */
const AT_ONCE = 50
const LOCK = 0x6775_6964

/**
 * Within a transaction. Whoever reads a post waits until whoever has read it before has put it, and committed: so what
 * is put last was read last.
 */
export async function putAnew(ctx: Ctx, { postIds, threadIds }: Wanted): Promise<void> {
  await ctx.db.execute(sql`select pg_advisory_xact_lock(${LOCK})`)
  for (const some of parts(postIds)) await putSome(ctx, { postIds: some, threadIds: [] })
  for (const some of parts(threadIds)) await putSome(ctx, { postIds: [], threadIds: some })
}

async function putSome(ctx: Ctx, wanted: Wanted): Promise<void> {
  const documents = await documentsOf(ctx, wanted)
  const engine = engineOf(ctx)
  if (documents.length > 0) await engine.put(ctx, documents)
  const there = new Set(documents.map(({ postId }) => postId))
  const gone = wanted.postIds.filter(id => !there.has(id))
  if (gone.length > 0) await engine.drop(ctx, gone)
}

const parts = (ids: readonly number[]): number[][] =>
  Array.from({ length: Math.ceil(ids.length / AT_ONCE) }, (_, nth) => ids.slice(nth * AT_ONCE, (nth + 1) * AT_ONCE))
