/**
 * How often tags are used follows the log, so that no writer waits for another at a tag's row. Each row of a thread's tag
 * remembers in whose count it is; what has happened to the thread only says where to look. So it does not matter in which
 * order the log tells it, nor how often.
 */
import { sql } from 'drizzle-orm'
import type { Ctx } from '../core/context.ts'
import type { Consumer } from '../core/events/log.ts'
import { keepShape } from './lock.ts'

export const tagCounting: Consumer = {
  name: 'tag-counts',
  types: ['thread.tagged', 'thread.edited', 'thread.deleted', 'thread.restored', 'thread.moved'],
  handle: async (ctx, events) => {
    const threadIds = new Set(events.flatMap(({ data }) => ('threadId' in data ? [data.threadId] : [])))
    await keepShape(ctx)
    await countTags(ctx, [...threadIds])
  },
}

/** Puts the tags of these threads into the counts in which they belong now. The caller keeps the tags' shape (lock.ts). */
export async function countTags(ctx: Ctx, threadIds: readonly number[]): Promise<void> {
  // A category that has gone meanwhile took its counts with it.
  await ctx.db.execute(sql`
      with due as (
        select given.thread_id, given.tag_id, given.counted_in_id as before,
          case when thread.deleted_at is null and thread.hidden_at is null then thread.category_id end as after
        from thread_tags given join threads thread on thread.id = given.thread_id
        where given.thread_id = any(${sql.param([...threadIds])}::bigint[])
        order by given.thread_id, given.tag_id for update of given
      ), moved as (
        update thread_tags given set counted_in_id = due.after from due
        where given.thread_id = due.thread_id and given.tag_id = due.tag_id and due.before is distinct from due.after
        returning due.tag_id, due.before, due.after
      ), changes as (
        select tag_id, category_id, sum(by) as by
        from (select tag_id, after as category_id, 1 as by from moved union all select tag_id, before, -1 from moved) each
        where exists (select 1 from categories where id = category_id)
        group by tag_id, category_id
      )
      insert into tag_counts (tag_id, category_id, threads) select tag_id, category_id, by from changes order by tag_id, category_id
      on conflict (tag_id, category_id) do update set threads = tag_counts.threads + excluded.threads`)
}
