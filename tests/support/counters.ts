/** Every counter that is kept, beside the rows that it counts. */
import { sql } from 'drizzle-orm'
import type { Ctx } from '../../server/core/context.ts'

type Wrong = { readonly counter: string; readonly id: string; readonly kept: number; readonly counted: number }

/** @returns the counters that say something else than their rows; none when all is right */
export async function wrongCounters(ctx: Ctx): Promise<Wrong[]> {
  return [
    ...(await ctx.db.execute<Wrong>(sql`
      with standing as (
        select p.id, p.thread_id, p.author_id, p.number, p.hidden_at, p.created_at, t.category_id from posts p
        join threads t on t.id = p.thread_id where p.deleted_at is null and t.deleted_at is null
      ), counters (counter, id, kept, counted) as (
        select 'threads of a category', c.id::text, c.thread_count,
          (select count(*) from threads t where t.category_id = c.id and t.deleted_at is null) from categories c
        union all
        select 'posts of a category', c.id::text, c.post_count, (select count(*) from standing s where s.category_id = c.id)
          from categories c
        union all
        select 'posts of a member', m.id::text, m.post_count, (select count(*) from standing s where s.author_id = m.id)
          from members m
        union all
        select 'posts of a member in a category', k.member_id || ' in ' || k.category_id, k.posts, (select count(*)
          from standing s where s.author_id = k.member_id and s.category_id = k.category_id) from member_post_counts k
        union all
        select 'places of a member', m.id::text, (select count(*) from member_post_counts k where k.member_id = m.id and k.posts > 0),
          (select count(distinct s.category_id) from standing s where s.author_id = m.id) from members m
        union all
        select 'replies of a thread', t.id::text, t.reply_count, (select count(*) from posts p
          where p.thread_id = t.id and p.number > 1 and p.deleted_at is null and p.hidden_at is null) from threads t
        union all
        select 'last number of a thread', t.id::text, t.last_number, (select max(number) from posts p where p.thread_id = t.id)
          from threads t
        union all
        select 'last poster of a thread', t.id::text, t.last_poster_id, (select p.author_id from posts p
          where p.thread_id = t.id and p.deleted_at is null and p.hidden_at is null order by p.created_at desc, p.number desc limit 1)
          from threads t where t.deleted_at is null
        union all
        select 'threads of a tag', k.tag_id || ' in ' || k.category_id, k.threads, (select count(*) from thread_tags g
          join threads t on t.id = g.thread_id where g.tag_id = k.tag_id and t.category_id = k.category_id
          and t.deleted_at is null and t.hidden_at is null) from tag_counts k
        union all
        select 'places of a tag', g.id::text, (select count(*) from tag_counts k where k.tag_id = g.id and k.threads > 0),
          (select count(distinct t.category_id) from thread_tags y join threads t on t.id = y.thread_id
          where y.tag_id = g.id and t.deleted_at is null and t.hidden_at is null) from tags g
      )
      select counter, id, kept::int, counted::int from counters where kept is distinct from counted`)),
  ]
}
