/** A community whose database plans as if it were 25 times as large: a million posts, in the time that 40,000 take. */
import { inArray, sql } from 'drizzle-orm'
import type { Test } from 'tap'
import { members } from '../../db/tables/index.ts'
import type { Ctx } from '../../server/core/context.ts'
import { seed } from '../../server/seed/service.ts'
import { startApp } from '../support/app.ts'
import { cloneDatabase, type LocalTarget } from '../support/cluster.ts'
import { people } from '../support/people.ts'
import { giveThemAPast } from './crowd.ts'

/** Tables that grow with what people do: none of them is ever read from one end to the other for a page. */
export const LARGE: ReadonlySet<string> = new Set([
  'members',
  'threads',
  'posts',
  'reactions',
  'post_links',
  'post_mentions',
  'thread_tags',
  'thread_reads',
  'bookmarks',
  'follows',
  'notifications',
  'domain_events',
  'member_post_counts',
  'post_revisions',
  'related_threads',
  'search_posts',
])

const TIMES = 25

/** @returns the database; it is dropped when the test ends */
export async function largeCommunity(t: Test): Promise<LocalTarget> {
  const { target, drop } = await cloneDatabase()
  t.teardown(drop)
  const { ctx, settled } = await startApp(t, { target })
  const system = await ctx()
  await seed(system, { posts: 40_000, threads: 16_000, members: 2000 })
  const readers = [people.mia.id, people.mo.id]
  await system.db
    .update(members)
    .set({ createdAt: new Date('2021-01-01') })
    .where(inArray(members.id, readers))
  await giveThemAPast(system, readers)
  await settled()
  await pretend(system)
  return target
}

/**
 * The planner takes the number of rows to a page from its statistics, and the number of pages from the disk. So more rows are
 * put down there. That makes reading all of a table seem cheaper than it is at that size, so a plan that does so here would
 * do so there.
 */
async function pretend({ db }: Ctx): Promise<void> {
  for (const table of LARGE) {
    // On a partitioned table it is its partitions that are read.
    await db.execute(sql`
      update pg_class set reltuples = reltuples * ${TIMES}::real
      where oid in (select relid from pg_partition_tree(${table}::regclass) where isleaf) and reltuples > 0`)
  }
}
