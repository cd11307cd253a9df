/** Other threads by what is known of them beside their words. Each way looks at a bounded number of rows, along an index. */
import { type SQL, sql } from 'drizzle-orm'
import type { Ctx } from '../core/context.ts'

export type Why = 'words' | 'tags' | 'readers'

export type Found = {
  readonly otherId: number
  /** From 0 to about 1. */
  readonly score: number
  /** What speaks most for it, and how much. */
  readonly why: Why
  readonly strength: number
  /** The words that both have, where these are the reason. */
  readonly words: readonly string[]
}

/** A row of threads that anybody at all may be shown. */
export const STANDS: SQL = sql`threads.deleted_at is null and threads.hidden_at is null`

/** Of each way no more are looked at closely. */
const MOST = sql.raw('50')

type Row = { readonly otherId: number; readonly score: number }

const foundBy = (why: Why, rows: readonly Row[]): Found[] =>
  rows.map(({ otherId, score }) => ({ otherId, score, why, strength: score, words: [] }))

/** Those with a tag that have had activity last. */
const WITH_TAG = sql.raw('100')

/** Threads with the same tags: the fewer threads have a tag, the more it says. One query. */
export async function byTags(ctx: Ctx, threadId: number): Promise<Found[]> {
  const rows = await ctx.db.execute<Row>(sql`
    with own as (
      select given.tag_id, 1 / (1 + ln(1 + coalesce((
        select sum(c.threads) from tag_counts c where c.tag_id = given.tag_id), 0)))::float8 as says
      from thread_tags given where given.thread_id = ${threadId}::bigint)
    select threads.id::float8 as "otherId", sum(own.says)::float8 as score
    from own cross join lateral (
      select given.thread_id from thread_tags given where given.tag_id = own.tag_id
      order by given.bumped_at desc, given.thread_id desc limit ${WITH_TAG}) same
    join threads on threads.id = same.thread_id
    where threads.id <> ${threadId}::bigint and ${STANDS}
    group by threads.id order by score desc, threads.id desc limit ${MOST}`)
  return foundBy('tags', rows)
}

/** Who read it last, and what each of them read last. */
const READERS = sql.raw('300')
const READ_BY_EACH = sql.raw('50')
/**
 * Fewer tell of somebody: with three, whoever reads with two accounts of their own could ask of a third what else they have
 * read.
 */
const FEWEST_READERS = sql.raw('5')

/**
 * Threads that its readers have read as well. What everybody reads says little: it counts by how much of its own readers these
 * are. One query.
 */
export async function byReaders(ctx: Ctx, threadId: number): Promise<Found[]> {
  const rows = await ctx.db.execute<Row>(sql`
    with readers as (
      select member_id from thread_reads where thread_id = ${threadId}::bigint order by read_at desc limit ${READERS}
    ), also as (
      select recent.thread_id, count(*)::float8 as readers from readers cross join lateral (
        select r.thread_id from thread_reads r where r.member_id = readers.member_id
        order by r.read_at desc limit ${READ_BY_EACH}) recent
      where recent.thread_id <> ${threadId}::bigint
      group by recent.thread_id having count(*) >= ${FEWEST_READERS})
    select threads.id::float8 as "otherId",
      (also.readers / (select count(*) from readers) * sqrt(also.readers / greatest(also.readers, threads.view_count)))::float8
        as score
    from also join threads on threads.id = also.thread_id
    where ${STANDS} order by score desc, threads.id desc limit ${MOST}`)
  return foundBy('readers', rows)
}
