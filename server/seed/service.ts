/**
 * Fills a database with an invented community, for measuring. It is written in batches, each a transaction, in the order
 * of time; which of them are there says how far it came, so it may be stopped and run again.
 */
import { setImmediate as turn } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import type { BulkPost, BulkThread } from '../bulk/rows.ts'
import { type BulkContents, writeContents, writeMembers } from '../bulk/write.ts'
import type { Ctx } from '../core/context.ts'
import { transaction } from '../core/transaction.ts'
import { takeGround } from './ground.ts'
import { stock } from './larder.ts'
import { memberRow } from './people.ts'
import type { Plan, Wish } from './plan.ts'
import { type Ground, Rows } from './rows.ts'
import { at, type Timeline, timelineOf } from './timeline.ts'

export type SeedOptions = {
  /** Writes into a community that has posts of its own. */
  readonly force?: boolean
  /** Ends after the batch that is being written. */
  readonly signal?: AbortSignal
  readonly onProgress?: (written: number, plan: Plan) => void
}

export type Seeded = {
  readonly plan: Plan
  /** Posts that were written by this run; the rest was there. */
  readonly written: number
  /** Posts that are still missing, because it was stopped. */
  readonly missing: number
}

const MEMBERS_AT_ONCE = 5000
const POSTS_AT_ONCE = 2500
/** Rows that are made at a time while the batch before them is being written. */
const MADE_AT_ONCE = 50
/** What queries are planned by. */
const GROWN = [
  'members',
  'threads',
  'posts',
  'thread_tags',
  'tag_counts',
  'post_links',
  'post_mentions',
  'reactions',
  'member_post_counts',
]

/**
 * Writes what is missing of the wished community.
 * @throws OperatorError for sizes that do not go together, a database that another seed filled, or one with real content
 */
export async function seed(ctx: Ctx, wish: Wish, options: SeedOptions = {}): Promise<Seeded> {
  const { plan, ground } = await takeGround(ctx, wish, options.force ?? false)
  await fillMembers(ctx, plan, ground)
  const first = await countFrom(ctx, 'posts', ground.post, plan.posts)
  const end = first < plan.posts ? await fillPosts(ctx, { plan, ground, first }, options) : first
  if (end > first) for (const table of GROWN) await ctx.db.execute(sql`analyze ${sql.identifier(table)}`)
  return { plan, written: end - first, missing: plan.posts - end }
}

type Begun = { readonly plan: Plan; readonly ground: Ground; readonly first: number }

/** Writes posts with their threads from the first missing one on. @returns how many there are then */
async function fillPosts(ctx: Ctx, { plan, ground, first }: Begun, { signal, onProgress }: SeedOptions) {
  const timeline = timelineOf(plan)
  const rows = new Rows(plan, ground, timeline, await stock(ctx, plan))
  let next = first
  let batch = await makeBatch(rows, timeline, next)
  while (batch.posts.length > 0 && !signal?.aborted) {
    const end = next + batch.posts.length
    const [following] = await Promise.all([makeBatch(rows, timeline, end), write(ctx, batch)])
    batch = following
    next = end
    onProgress?.(next, plan)
  }
  return next
}

/** The rows of the next posts, made in turns with whatever else goes on. */
async function makeBatch(rows: Rows, { threadOf, numberOf }: Timeline, first: number): Promise<BulkContents> {
  const threads: BulkThread[] = []
  const posts: BulkPost[] = []
  const end = Math.min(first + POSTS_AT_ONCE, threadOf.length)
  for (let post = first; post < end; post++) {
    if (post % MADE_AT_ONCE === 0) await turn()
    if (at(numberOf, post) === 1) threads.push(rows.thread(at(threadOf, post)))
    posts.push(rows.post(post))
  }
  return { threads, posts }
}

const write = (ctx: Ctx, contents: BulkContents): Promise<void> => transaction(ctx, ctx => writeContents(ctx, contents))

async function fillMembers(ctx: Ctx, plan: Plan, ground: Ground): Promise<void> {
  let next = await countFrom(ctx, 'members', ground.member, plan.members)
  while (next < plan.members) {
    const end = Math.min(next + MEMBERS_AT_ONCE, plan.members)
    const rows = Array.from({ length: end - next }, (_, nth) => memberRow(plan, next + nth, ground.member + next + nth))
    await transaction(ctx, ctx => writeMembers(ctx, rows))
    next = end
  }
}

/** How many of the reserved ids are used, from the first on. */
async function countFrom(ctx: Ctx, table: 'members' | 'posts', first: number, count: number): Promise<number> {
  const [row] = await ctx.db.execute<{ last: number | null }>(sql`
    select max(id)::float8 as last from ${sql.identifier(table)} where id >= ${first} and id < ${first + count}`)
  return row?.last ? row.last - first + 1 : 0
}
