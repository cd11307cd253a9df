/** How much members have written follows the log, so that no writer waits at a member's row. */
import { eq, sql } from 'drizzle-orm'
import { members } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import type { Consumer } from '../core/events/log.ts'

/** Exactly once: the counts move in the transaction that moves the cursor. */
export const postCounts: Consumer = {
  name: 'post-counts',
  types: ['post.created', 'post.deleted', 'thread.deleted'],
  handle: async (ctx, events) => {
    const changes = new Map<number, number>()
    for (const event of events) {
      if (event.type === 'thread.deleted') await dropThread(ctx, event.data.threadId)
      else if (event.type === 'post.created' || event.type === 'post.deleted') {
        const { authorId } = event.data
        changes.set(authorId, (changes.get(authorId) ?? 0) + (event.type === 'post.created' ? 1 : -1))
      }
    }
    for (const [authorId, change] of changes) {
      await ctx.db
        .update(members)
        .set({ postCount: sql`${members.postCount} + ${change}` })
        .where(eq(members.id, authorId))
    }
  },
}

/** A deleted thread takes the posts that were in sight with it. */
async function dropThread(ctx: Ctx, threadId: number): Promise<void> {
  await ctx.db.execute(sql`
    update members set post_count = post_count - written.count
    from (select author_id, count(*) as count from posts where thread_id = ${threadId} and deleted_at is null group by author_id) written
    where members.id = written.author_id`)
}
