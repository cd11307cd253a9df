/** The rows behind a question's state, and the status that follows from them. All of it under the lock on the thread. */
import { NotFound, type PluginCtx, type PluginThread, sql } from 'guildhall/plugin'
import { inSight, type Mark } from './queries.ts'

/** What the database and the API call such a thread. */
export const KIND = 'question'

/** A reply in the thread of a question. */
export type AnswerRef = { readonly threadId: number; readonly postId: number }

/** A question in the actor's sight. @throws NotFound, Gone */
export async function question(ctx: PluginCtx, threadId: number): Promise<PluginThread> {
  const thread = await ctx.thread(threadId)
  if (thread.kind !== KIND) throw new NotFound()
  return thread
}

/** Changes a thread while nobody else does: it is locked first. Its page shows something else afterwards. */
export const locked = (ctx: PluginCtx, threadId: number, work: (ctx: PluginCtx) => Promise<void>): Promise<void> =>
  ctx.transaction(async ctx => {
    await ctx.touchThread(threadId)
    await work(ctx)
  })

type Put = {
  /** `there` where it was marked before, `gone` where no reply in sight is. */
  readonly done: 'new' | 'there' | 'gone'
  /** The one that was accepted until then. */
  readonly replaced: number | null
}

/** Marks a reply; accepted is then no other. */
export async function put(ctx: PluginCtx, ref: AnswerRef, mark: Mark): Promise<Put> {
  const [reply] = await ctx.db.execute<{ marked: boolean }>(sql`
    select exists (select from plugin_questions.answers a where a.post_id = p.id and a.mark = ${mark}) as marked
    from public.posts p
    where p.id = ${ref.postId} and p.thread_id = ${ref.threadId} and p.number > 1 and ${inSight}`)
  if (!reply || reply.marked) return { done: reply ? 'there' : 'gone', replaced: null }
  const replaced = mark === 'accepted' ? await clear(ctx, ref.threadId) : null
  await ctx.db.execute(sql`
    insert into plugin_questions.answers (post_id, mark, thread_id, by_id, at)
    values (${ref.postId}, ${mark}, ${ref.threadId}, ${ctx.actor.id}, ${ctx.now().toISOString()})`)
  return { done: 'new', replaced }
}

async function clear(ctx: PluginCtx, threadId: number): Promise<number | null> {
  const [gone] = await ctx.db.execute<{ postId: number }>(sql`
    delete from plugin_questions.answers where thread_id = ${threadId} and mark = 'accepted'
    returning post_id::float8 as "postId"`)
  return gone?.postId ?? null
}

/** Takes a mark from a reply. @returns whether it had it */
export async function takeAway(ctx: PluginCtx, { threadId, postId }: AnswerRef, mark: Mark): Promise<boolean> {
  const gone = await ctx.db.execute(sql`
    delete from plugin_questions.answers
    where post_id = ${postId} and thread_id = ${threadId} and mark = ${mark} returning post_id`)
  return gone.length > 0
}

/** Answered is a question that has a marked reply in sight. Of threads that are none nothing is said. */
export async function settle(ctx: PluginCtx, threadId: number): Promise<void> {
  const [thread] = await ctx.db.execute<{ answered: boolean }>(sql`
    select exists (
      select from plugin_questions.answers a join public.posts p on p.id = a.post_id
      where a.thread_id = t.id and ${inSight}) as answered
    from public.threads t where t.id = ${threadId} and t.kind = ${KIND}`)
  if (thread) await ctx.setStatus(threadId, thread.answered ? 'answered' : 'open')
}
