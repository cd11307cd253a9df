/** What follows for posts from what happens elsewhere. */
import { sql } from 'drizzle-orm'
import { postLinks, posts } from '../../db/tables/index.ts'
import type { DomainEvent } from '../core/events/emit.ts'
import type { Consumer } from '../core/events/log.ts'
import { refresh } from '../threads/service.ts'

/** Cards show other posts: when one of those changes, so do the pages that hold its card. */
export const cardsElsewhere: Consumer = {
  name: 'cards',
  types: [
    'post.edited',
    'post.deleted',
    'post.restored',
    'thread.edited',
    'thread.moved',
    'thread.deleted',
    'thread.restored',
  ],
  handle: async (ctx, events) => {
    const changed = events.flatMap(changeOf)
    const rows = await ctx.db.execute<{ id: number }>(sql`
      select distinct holding.thread_id::float8 as id
      from json_to_recordset(${JSON.stringify(changed)}::json) as changed ("threadId" bigint, number int)
      join ${postLinks} as link on link.thread_id = changed."threadId" and link.kind = 'card'
        and (changed.number is null or changed.number = coalesce(link.post_number, 1))
      join ${posts} as holding on holding.id = link.post_id
      order by id`)
    await refresh(
      ctx,
      rows.map(({ id }) => id),
    )
  },
}

/** Without a number all of the thread's posts have changed: its title stands on each card. */
function changeOf({ data }: DomainEvent): { threadId: number; number: number | null }[] {
  if (!('threadId' in data)) return []
  return [{ threadId: data.threadId, number: 'number' in data ? data.number : null }]
}
