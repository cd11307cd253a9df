/**
 * What years leave beside posts: read marks, bookmarks, notifications, follows, drafts, a long log. Rows rather than verbs,
 * which would take as many years; spread by the ids' own hashes, so that every run has the same.
 */
import { sql } from 'drizzle-orm'
import type { Ctx } from '../../server/core/context.ts'
import type { Db } from '../../server/core/db.ts'
import { oneAtATime } from '../../server/related/lock.ts'

/** So many of 1024 rows, by the hash of a number. */
const some = (of: number, number: string) => sql.raw(`hashint8extended(${number}, 7) & 1023 < ${of}`)

/** @param readers members who have a past of their own, however few they are; for the others 200 of the seeded stand */
export async function giveThemAPast(ctx: Ctx, readers: readonly number[]): Promise<void> {
  await relate(ctx)
  await live(ctx, readers)
}

const live = ({ db }: Ctx, readers: readonly number[]): Promise<void> =>
  db.transaction(async db => {
    await db.execute(sql`set local statement_timeout = 0`)
    await read(db, readers)
    await writeLog(db)
    await index(db)
    await wear(db)
    // Nothing else does in a test's cluster (cluster-holder.ts).
    await db.execute(sql`analyze`)
  })

async function read(db: Pick<Db, 'execute'>, readers: readonly number[]): Promise<void> {
  const own = sql`${sql.param([...readers])}::bigint[]`
  /** Each row with the readers, some of them, and with a few of the crowd. */
  const each = (table: string, ofOwn: number, ofCrowd: number) => sql`
    select m.id as member, t.* from unnest(${own}) m (id) join ${sql.raw(table)} t on ${some(ofOwn, 'm.id * 7919 + t.id')}
    union all select crowd[1 + (hashint8extended(t.id * 7919 + nth, 7) & 127)], t.* from generate_series(1, ${ofCrowd}::int) nth
      cross join ${sql.raw(table)} t
      cross join (select array_agg(id) as crowd from (select id from members order by id limit 200 offset 10) m) c`
  await db.execute(sql`
    insert into thread_reads (member_id, thread_id, last_number, read_at)
    select member, id, greatest(1, (last_number * 0.7)::int), bumped_at
    from (${each('threads', 300, 4)}) t on conflict do nothing`)
  await db.execute(sql`
    insert into bookmarks (member_id, post_id, note, remind_at, created_at)
    select member, id, 'to try', case when ${some(100, 'id')} then created_at + interval '20 years' end, created_at
    from (${each('(select id, created_at from posts where id % 16 = 0)', 100, 1)}) p on conflict do nothing`)
  await db.execute(sql`
    insert into notifications (member_id, kind, group_key, thread_id, post_id, last_number, actor_ids, count, position, created_at,
      updated_at, read_at)
    select member, 'reply', 'post-' || id, thread_id, id, number, array[author_id], 1, 1, created_at, created_at,
      case when ${some(900, 'id')} then created_at end
    from (${each('(select id, thread_id, number, author_id, created_at from posts where id % 16 = 1)', 200, 1)}) p`)
  await db.execute(sql`
    insert into follows (member_id, kind, target_id, level)
    select member, 'thread', id, case when ${some(300, 'id')} then 'mute' else 'follow' end
    from (${each('(select id from threads where id % 4 = 0)', 60, 1)}) t on conflict do nothing`)
  await db.execute(sql`
    insert into drafts (member_id, key, body)
    select m.id, 'reply-' || t.id, 'Begun' from unnest(${own}) m (id) join threads t on ${some(1, 'm.id * 7919 + t.id')}
    on conflict do nothing`)
}

/**
 * What a job has worked out: each thread has others that are like it, and the top is full. The job has begun, and what both
 * put down for a thread would be there twice: it waits, for a transaction that is soon over.
 */
const relate = (outer: Ctx): Promise<void> =>
  outer.db.transaction(async db => {
    await db.execute(sql`set local statement_timeout = 0`)
    await oneAtATime({ ...outer, db })
    await db.execute(sql`
      insert into related_threads (thread_id, other_id, score, why, words)
      select t.id, t.id + nth, 1.0 / nth, 'words', '{stove}' from threads t, generate_series(1, 20) nth
      where exists (select from threads o where o.id = t.id + nth) on conflict do nothing`)
    await db.execute(sql`
      insert into top_threads (period, thread_id, score)
      select period, id, id % 97 from unnest(array['day', 'week', 'all']) period, (select id from threads order by id limit 1000) t
      on conflict do nothing`)
    await db.execute(sql`
      insert into top_periods (period, made_at) select distinct period, now() + interval '1 hour' from top_threads
      on conflict (period) do update set made_at = excluded.made_at`)
  })

/** The events of the newest posts, as if all had been told. */
async function writeLog(db: Pick<Db, 'execute'>): Promise<void> {
  await db.execute(sql`
    insert into domain_events (at, type, actor_id, data, position)
    select now(), 'post.created', p.author_id, json_build_object('postId', p.id, 'threadId', p.thread_id, 'categoryId',
      t.category_id, 'number', p.number, 'authorId', p.author_id), nextval('domain_event_positions')
    from (select * from posts order by id desc limit 100000) p join threads t on t.id = p.thread_id order by p.id`)
  await db.execute(sql`update consumers set position = (select max(position) from domain_events)`)
}

/** Threads have been written again since they came: at size their table has room in it, as it has in life. */
async function wear(db: Pick<Db, 'execute'>): Promise<void> {
  await db.execute(sql`update threads set view_count = view_count + 1`)
}

/** What search knows of posts, as if all were English; the job that puts them there would take its time to tell. */
async function index(db: Pick<Db, 'execute'>): Promise<void> {
  const weighed = (weight: string, config: string, text: string) =>
    sql.raw(`setweight(to_tsvector('guildhall_${config}', ${text}), '${weight}')`)
  // The job has begun: two that put the same posts in different orders would wait for each other.
  await db.execute(sql`lock table search_posts in exclusive mode`)
  const title = `case when p.number = 1 then t.title else '' end`
  await db.execute(sql`
    insert into search_posts (post_id, language, vector)
    select p.id, 'en', ${weighed('A', 'none', title)} || ${weighed('B', 'en', title)} || ${weighed('C', 'none', 'p.body')}
      || ${weighed('D', 'en', 'p.body')}
    from posts p join threads t on t.id = p.thread_id
    on conflict do nothing`)
}
