/** Who is told when a reply is marked: its author at once, and those who have the same question in the background. */
import { type PluginCtx, type PluginPost, sql } from 'guildhall/plugin'
import { inSight, MARKS, type Mark } from './queries.ts'

type Telling = { readonly postId: number; readonly mark: Mark; readonly after: number }

/** Of one transaction. */
const BATCH = 500

/** Tells of a reply that the actor has just marked. In the transaction that did it. */
export async function tell(ctx: PluginCtx, { id: postId, authorId, thread }: PluginPost, mark: Mark): Promise<void> {
  const actorId = ctx.actor.id
  await ctx.notify(mark, [{ memberId: authorId, postId, actorId }])
  // Whoever accepted it knows, and its author has just been told.
  if (mark === 'verified' && thread.authorId !== authorId)
    await ctx.notify('answered', [{ memberId: thread.authorId, postId, actorId }])
  await tellMore(ctx, { postId, mark, after: 0 })
}

const tellMore = (ctx: PluginCtx, telling: Telling): Promise<void> =>
  ctx.addJob('tell', telling, `tell-${telling.postId}-${telling.mark}`)

/** Job `tell`: one batch of those who have the same question, as long as the reply is still marked; then the next. */
export async function tellSome(ctx: PluginCtx, payload: unknown): Promise<void> {
  const telling = tellingOf(payload)
  if (!telling) return
  const { postId, mark } = telling
  await ctx.transaction(async ctx => {
    const rows = await ctx.db.execute<{ memberId: number; actorId: number | null }>(sql`
      select s.member_id::float8 as "memberId", a.by_id::float8 as "actorId"
      from plugin_questions.answers a join public.posts p on p.id = a.post_id
        join plugin_questions.same s on s.thread_id = a.thread_id
      where a.post_id = ${postId} and a.mark = ${mark} and ${inSight}
        and s.member_id > ${telling.after} and s.member_id <> p.author_id
      order by s.member_id limit ${BATCH}`)
    await ctx.notify(
      'answered',
      rows.map(row => ({ ...row, postId })),
    )
    const last = rows.at(-1)
    if (last && rows.length === BATCH) await tellMore(ctx, { postId, mark, after: last.memberId })
  })
}

function tellingOf(payload: unknown): Telling | null {
  const { postId, mark: given, after }: Partial<Record<keyof Telling, unknown>> = Object(payload)
  const mark = MARKS.find(one => one === given)
  return mark && typeof postId === 'number' && typeof after === 'number' ? { postId, mark, after } : null
}
