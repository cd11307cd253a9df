/** Once a minute: says of each reminder that is due that it is, exactly once, and forgets it. */
import { sql } from 'drizzle-orm'
import { bookmarks, posts } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import { emit } from '../core/events/emit.ts'
import { transaction } from '../core/transaction.ts'

declare module '../core/events/emit.ts' {
  interface DomainEvents {
    /** Whoever tells the member looks first whether they still see the post. */
    'bookmark.due': { readonly memberId: number; readonly postId: number; readonly threadId: number }
  }
}

const BATCH = 500

/** Runs as a job; several processes may at once. */
export async function remind(ctx: Ctx): Promise<void> {
  let told = BATCH
  while (told === BATCH) told = await remindSome(ctx)
}

async function remindSome(ctx: Ctx): Promise<number> {
  let told = 0
  await transaction(ctx, async ctx => {
    const due = await ctx.db.execute<{ memberId: number; postId: number; threadId: number }>(sql`
      with due as (
        select member_id, post_id from ${bookmarks} where remind_at <= ${ctx.now().toISOString()}
        order by remind_at limit ${BATCH} for update skip locked)
      update ${bookmarks} b set remind_at = null
      from due join ${posts} p on p.id = due.post_id
      where b.member_id = due.member_id and b.post_id = due.post_id
      returning b.member_id::float8 as "memberId", b.post_id::float8 as "postId", p.thread_id::float8 as "threadId"`)
    for (const facts of due) emit(ctx, 'bookmark.due', facts)
    told = due.length
  })
  return told
}
