/** Reads of questions. All that a page shows of all its questions is one query. */
import { type PluginCtx, sql } from 'guildhall/plugin'

export const MARKS = ['accepted', 'verified'] as const
/** How an answer is set apart: by the asker, or by the team. */
export type Mark = (typeof MARKS)[number]

export type Marked = {
  readonly postId: number
  /** The post's number in its thread. */
  readonly number: number
  readonly mark: Mark
  /** Null: an import said so. */
  readonly by: { readonly id: number; readonly name: string; readonly displayName: string } | null
  readonly at: Date
}

/** What is known of a question beside its thread. */
export type QuestionState = {
  readonly accepted: Marked | null
  /** In the order in which they were verified. */
  readonly verified: readonly Marked[]
  /** How many others have the same question. */
  readonly same: number
}

type Row = {
  readonly id: number
  readonly answers: readonly (Omit<Marked, 'at'> & { readonly at: string })[]
  readonly same: number
}

/** That a row `p` of posts is there for whoever sees its thread. */
export const inSight = sql`p.deleted_at is null and p.hidden_at is null`

/** These questions, which the actor sees, by their thread. One query. */
export async function statesOf(
  ctx: PluginCtx,
  threadIds: readonly number[],
): Promise<ReadonlyMap<number, QuestionState>> {
  const rows = await ctx.db.execute<Row>(sql`
    select q.id::float8 as id,
      (select coalesce(json_agg(json_build_object('postId', a.post_id, 'number', p.number, 'mark', a.mark, 'at', a.at,
          'by', case when m.id is not null then json_build_object('id', m.id, 'name', m.name,
            'displayName', coalesce(m.display_name, m.name)) end) order by a.at, a.post_id), '[]')
        from plugin_questions.answers a join public.posts p on p.id = a.post_id
          left join public.members m on m.id = a.by_id
        where a.thread_id = q.id and ${inSight}) as answers,
      (select count(*)::int from plugin_questions.same s where s.thread_id = q.id) as same
    from unnest(${sql.param([...threadIds])}::bigint[]) q (id)`)
  return new Map(rows.map(({ id, answers, same }) => [id, { ...byMark(answers), same }]))
}

function byMark(answers: Row['answers']): Omit<QuestionState, 'same'> {
  const marked = answers.map(({ at, ...one }) => ({ ...one, at: new Date(at) }))
  return {
    accepted: marked.find(({ mark }) => mark === 'accepted') ?? null,
    verified: marked.filter(({ mark }) => mark === 'verified'),
  }
}

const NONE: QuestionState = { accepted: null, verified: [], same: 0 }

export const stateOf = async (ctx: PluginCtx, threadId: number): Promise<QuestionState> =>
  (await statesOf(ctx, [threadId])).get(threadId) ?? NONE

/** Ids of the posts that stand before all others: the accepted one, then those that were verified. */
export function bestOf({ accepted, verified }: QuestionState): readonly number[] {
  return [...new Set([...(accepted ? [accepted] : []), ...verified].map(({ postId }) => postId))]
}

/** In which of these threads the actor has said that they have the same question. One query; none for visitors. */
export async function sharedBy(ctx: PluginCtx, threadIds: readonly number[]): Promise<ReadonlySet<number>> {
  if (ctx.actor.id === null) return new Set()
  const rows = await ctx.db.execute<{ id: number }>(sql`
    select thread_id::float8 as id from plugin_questions.same
    where member_id = ${ctx.actor.id} and thread_id = any(${sql.param([...threadIds])}::bigint[])`)
  return new Set(rows.map(({ id }) => id))
}
