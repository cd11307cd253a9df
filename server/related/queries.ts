/** What is like a thread, as its reader may see it. */
import { sql } from 'drizzle-orm'
import { categoryTree } from '../categories/tree.ts'
import type { Ctx } from '../core/context.ts'
import { notMuted } from '../threads/follow-level.ts'
import { visibleThreads } from '../threads/policy.ts'
import { STANDS, type Why } from './others.ts'

export type Related = {
  readonly id: number
  readonly version: number
  readonly title: string
  readonly slug: string
  readonly categoryId: number
  readonly replyCount: number
  readonly kind: string
  readonly status: string
  readonly why: Why
  /** The words that both have, where these are the reason. */
  readonly words: readonly string[]
}

const MOST = sql.raw('5')

/**
 * The likest first, at most five; in sight, and not what the reader has muted. One query, by the thread's own rows. Ask before
 * whether the thread is in sight: it names words of it.
 */
export async function relatedTo(ctx: Ctx, threadId: number): Promise<Related[]> {
  const rows = await ctx.db.execute<Related>(sql`
    select threads.id::float8 as id, threads.version, threads.title, threads.slug, threads.category_id::float8 as "categoryId",
      threads.reply_count as "replyCount", threads.kind, threads.status, like_it.why, to_json(like_it.words) as words
    from related_threads like_it join threads on threads.id = like_it.other_id
    where like_it.thread_id = ${threadId}::bigint and ${STANDS}
      and ${visibleThreads(ctx.read(categoryTree), ctx.actor)} and ${notMuted(ctx) ?? sql`true`}
    order by like_it.score desc, threads.id desc limit ${MOST}`)
  return [...rows]
}
