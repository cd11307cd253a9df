/**
 * Who writes in a thread has been there, whether or not they read it: so that they hear of what follows, they get a mark
 * where they have none. It calls nothing read that was unread: it stands before the first such post.
 */
import { sql } from 'drizzle-orm'
import type { Consumer } from '../core/events/log.ts'
import { unreadSince } from './unread.ts'

export const ownMarks: Consumer = {
  name: 'own-marks',
  types: ['post.created'],
  handle: async (ctx, events) => {
    const posts = JSON.stringify(events.map(event => event.data))
    const since = unreadSince(ctx).toISOString()
    await ctx.db.execute(sql`
      insert into thread_reads (member_id, thread_id, last_number, read_at)
      select distinct on (m.id, t.id) m.id, t.id, coalesce(
        (select min(p.number) - 1 from posts p where p.thread_id = t.id and p.number < e.number and p.author_id <> m.id
          and p.deleted_at is null and t.created_at > greatest(${since}::timestamptz, m.created_at)),
        e.number), ${ctx.now().toISOString()}::timestamptz
      from json_to_recordset(${posts}::json) as e("threadId" bigint, "authorId" bigint, number int)
      join threads t on t.id = e."threadId" join members m on m.id = e."authorId"
      order by m.id, t.id, e.number
      on conflict do nothing`)
  },
}
