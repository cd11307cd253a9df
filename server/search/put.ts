/** Brings the documents in PostgreSQL to what the posts say now. */
import { sql } from 'drizzle-orm'
import type { Ctx } from '../core/context.ts'
import { partsOf } from '../core/parts.ts'
import { documentsOf, openingPostsOf, type Wanted } from './documents.ts'
import { postgresEngine } from './postgres.ts'

/** To tell languages apart takes a moment for each text, in which this process does nothing else. */
const AT_ONCE = 50
const LOCK = 0x6775_6964
/** So many neighbours wait for each other: what is written now is among the newest, and what is put anew mostly is not. */
const BLOCK = 1000

/**
 * Within a transaction. Whoever reads a post waits until whoever has read one of its block before has put it, and
 * committed: so what is put last was read last.
 */
export async function putAnew(ctx: Ctx, { postIds, threadIds }: Wanted): Promise<void> {
  const all = [...postIds, ...(await openingPostsOf(ctx, threadIds))].sort((a, b) => a - b)
  await lockBlocksOf(ctx, all)
  for (const some of partsOf(all, AT_ONCE)) await putSome(ctx, some)
}

/** From the lowest on, so that no two wait for each other. */
async function lockBlocksOf(ctx: Ctx, postIds: readonly number[]): Promise<void> {
  const blocks = [...new Set(postIds.map(id => Math.floor(id / BLOCK)))]
  await ctx.db.execute(sql`
    select pg_advisory_xact_lock(${LOCK}::int, (block % 2147483647)::int)
    from unnest(${sql.param(blocks)}::bigint[]) as block`)
}

async function putSome(ctx: Ctx, postIds: readonly number[]): Promise<void> {
  const documents = await documentsOf(ctx, postIds)
  if (documents.length > 0) await postgresEngine.put(ctx, documents)
  const there = new Set(documents.map(({ postId }) => postId))
  const gone = postIds.filter(id => !there.has(id))
  if (gone.length > 0) await postgresEngine.drop(ctx, gone)
}
