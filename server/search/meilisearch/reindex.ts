/** The part of `guildhall reindex` that is about Meilisearch. */
import type { Ctx } from '../../core/context.ts'
import type { Reindexed, ReindexOptions } from '../fill.ts'
import { fillSome } from './fill.ts'
import { prepare } from './follow.ts'
import { ALL, changeKept } from './kept.ts'

/**
 * Puts what it lacks, at once and whoever else is at it; with `all` into another index beside the one that is asked. One that
 * was begun before is gone on with.
 * @throws MeilisearchAway
 */
export async function reindexMeilisearch(ctx: Ctx, { all, signal, onProgress }: ReindexOptions): Promise<Reindexed> {
  await prepare(ctx, all, signal)
  await changeKept(ctx, kept => ({ ...kept, from: kept.from ?? ALL }))
  let put = 0
  while (!signal?.aborted) {
    const some = await fillSome(ctx)
    if (some === null) return { put, done: true }
    put += some
    onProgress?.(put)
  }
  return { put, done: false }
}
