/** What follows from what happens to posts, threads and members elsewhere. */
import { type Plugin, type PluginCtx, sql } from 'guildhall/plugin'
import { KIND, locked, settle } from './answers.ts'
import { readAgain } from './take-up.ts'

export const LISTENERS: NonNullable<Plugin['on']> = {
  'post.deleted': (ctx, { data }) => followPost(ctx, data),
  'post.restored': (ctx, { data }) => followPost(ctx, data),
  'thread.converted': async (ctx, { data: { threadId, kind } }) => {
    if (kind === KIND) await follow(ctx, threadId)
  },
  'threads.imported': (ctx, { data: { threadIds } }) => readAgain(ctx, threadIds),
  'member.merged': (ctx, { data }) => merge(ctx, data),
}

async function followPost(
  ctx: PluginCtx,
  { postId, threadId }: { readonly postId: number; readonly threadId: number },
) {
  const [marked] = await ctx.db.execute(sql`
    select post_id from plugin_questions.answers where post_id = ${postId} limit 1`)
  if (marked) await follow(ctx, threadId)
}

/** Its status follows what its answers say now, and so do open pages. */
const follow = (ctx: PluginCtx, threadId: number): Promise<void> =>
  locked(ctx, threadId, async ctx => {
    await settle(ctx, threadId)
    ctx.emit('questions.settled', { threadId })
  })

/** What one account did, the other has done. Nobody has the same question twice, or their own. */
async function merge(ctx: PluginCtx, { memberId, intoId }: { readonly memberId: number; readonly intoId: number }) {
  await ctx.transaction(async ctx => {
    const changed = await ctx.db.execute<{ id: number }>(sql`
      with left_out as (
        delete from plugin_questions.same s using public.threads t
        where t.id = s.thread_id and s.member_id in (${memberId}, ${intoId}) and (t.author_id = ${intoId}
          or (s.member_id = ${memberId} and exists (
            select from plugin_questions.same o where o.thread_id = s.thread_id and o.member_id = ${intoId})))
        returning s.thread_id),
      said as (
        update plugin_questions.answers set by_id = ${intoId} where by_id = ${memberId} returning thread_id)
      select thread_id::float8 as id from left_out union select thread_id::float8 from said order by id`)
    await ctx.db.execute(sql`
      update plugin_questions.same set member_id = ${intoId} where member_id = ${memberId}`)
    for (const { id: threadId } of changed) {
      await ctx.touchThread(threadId)
      ctx.emit('questions.settled', { threadId })
    }
  })
}
