/** Brings documents in Meilisearch to what the posts say now. */
import { isDeepStrictEqual } from 'node:util'
import type { Ctx } from '../../core/context.ts'
import { partsOf } from '../../core/parts.ts'
import { documentsOf } from '../documents.ts'
import type { SearchDocument, SearchEngine } from '../engine.ts'

const AT_ONCE = 250

/**
 * Outside any transaction, and whoever else does the same at the same time: what the posts say is read again when it was put,
 * and put again where it is something else by then. So whoever puts last has put what is so.
 */
export async function bring(
  ctx: Ctx,
  engine: Pick<SearchEngine, 'put' | 'drop'>,
  postIds: readonly number[],
): Promise<void> {
  for (const ids of partsOf(postIds, AT_ONCE)) {
    let said = await read(ctx, ids)
    for (let settled = false; !settled; ) {
      await write(ctx, engine, ids, said)
      const now = await read(ctx, ids)
      settled = isDeepStrictEqual(said, now)
      said = now
    }
  }
}

const read = (ctx: Ctx, postIds: readonly number[]): Promise<SearchDocument[]> => documentsOf(ctx, postIds)

async function write(
  ctx: Ctx,
  engine: Pick<SearchEngine, 'put' | 'drop'>,
  postIds: readonly number[],
  documents: readonly SearchDocument[],
): Promise<void> {
  if (documents.length > 0) await engine.put(ctx, documents)
  const there = new Set(documents.map(({ postId }) => postId))
  const gone = postIds.filter(id => !there.has(id))
  if (gone.length > 0) await engine.drop(ctx, gone)
}
