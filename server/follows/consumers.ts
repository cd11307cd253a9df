/** What follows for followers from what others do. */
import { sql } from 'drizzle-orm'
import { follows, members, posts, threads } from '../../db/tables/index.ts'
import type { Consumer } from '../core/events/log.ts'
import { usualFollow } from '../members/queries.ts'
import { levelSql } from '../threads/follow-level.ts'

/**
 * Who writes in a thread for the first time follows it from then on, unless they have chosen otherwise, or have muted it
 * or what it is in. Only the first time: who stops following and goes on writing has made up their mind.
 */
export const followOwn: Consumer = {
  name: 'follow-own',
  types: ['post.created'],
  handle: async (ctx, events) => {
    const written = JSON.stringify(events.map(({ data, at }) => ({ ...data, at })))
    const place = { threadId: sql`t.id`, categoryId: sql`t.category_id` }
    await ctx.db.execute(sql`
      insert into ${follows} (member_id, kind, target_id, level, created_at)
      select distinct on (e."authorId", t.id) e."authorId", 'thread', t.id, 'follow', e.at
      from json_to_recordset(${written}::json) as e("threadId" bigint, "authorId" bigint, number int, at timestamptz)
      join ${threads} t on t.id = e."threadId"
      join ${members} m on m.id = e."authorId" and coalesce(m.auto_follow, ${usualFollow(ctx)}) <> 'nothing'
      where ${levelSql(sql`e."authorId"`, place)} is distinct from 'mute' and not exists (
        select from ${posts} p where p.thread_id = t.id and p.author_id = e."authorId" and p.number < e.number)
      order by e."authorId", t.id, e.number
      on conflict do nothing`)
  },
}

/** Who followed or muted a tag means the one it has become part of, unless they have said something of that too. */
export const followMerged: Consumer = {
  name: 'follow-merged',
  types: ['tag.merged', 'tag.removed'],
  handle: async (ctx, events) => {
    for (const { type, data } of events) {
      if (type === 'tag.merged')
        await ctx.db.execute(sql`
          insert into ${follows} (member_id, kind, target_id, level, created_at)
          select f.member_id, f.kind, ${data.intoId}, f.level, f.created_at from ${follows} f
          where f.kind = 'tag' and f.target_id = ${data.tagId}
          on conflict do nothing`)
      if (type === 'tag.merged' || type === 'tag.removed')
        await ctx.db.execute(sql`delete from ${follows} where kind = 'tag' and target_id = ${data.tagId}`)
    }
  },
}
