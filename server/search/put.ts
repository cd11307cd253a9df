/** Brings the documents in PostgreSQL to what the posts say now. */
import { sql } from 'drizzle-orm'
import type { Ctx } from '../core/context.ts'
import { partsOf } from '../core/parts.ts'
import { documentsOf, openingPostsOf, type Wanted } from './documents.ts'
import { postgresEngine } from './postgres.ts'

/** To tell languages apart takes a moment for each text, in which this process does nothing else. */
const AT_ONCE = 50
const LOCK = 0x6775_6964

/**
 * Within a transaction. Whoever reads a post waits until whoever has read it before has put it, and committed: so what
 * is put last was read last.
 */
export async function putAnew(ctx: Ctx, { postIds, threadIds }: Wanted): Promise<void> {
  await ctx.db.execute(sql`select pg_advisory_xact_lock(${LOCK})`)
  const all = [...postIds, ...(await openingPostsOf(ctx, threadIds))]
  for (const some of partsOf(all, AT_ONCE)) await putSome(ctx, some)
}

async function putSome(ctx: Ctx, postIds: readonly number[]): Promise<void> {
  const documents = await documentsOf(ctx, postIds)
  if (documents.length > 0) await postgresEngine.put(ctx, documents)
  const there = new Set(documents.map(({ postId }) => postId))
  const gone = postIds.filter(id => !there.has(id))
  if (gone.length > 0) await postgresEngine.drop(ctx, gone)
}
