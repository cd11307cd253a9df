/** Reads of polls. All that a page shows of all its polls is one query. */
import { NotFound, type PluginCtx, sql } from 'guildhall/plugin'
import type { Choice } from './ballot.ts'
import { countVotes, type Pile, type Result } from './count.ts'
import { isPoll, type Poll, pollsIn } from './definition.ts'

export type PollRef = { readonly postId: number; readonly place: number }

/** A poll as the actor may see it. */
export type PollState = {
  readonly postId: number
  readonly authorId: number
  readonly poll: Poll
  readonly closed: boolean
  /** When somebody closed it before its time. */
  readonly closedAt: Date | null
  readonly votes: number
  /** What the actor chose. */
  readonly own: Choice | null
  /** Null while it is not for the actor to see. */
  readonly result: Result | null
}

type Row = {
  readonly id: number
  readonly author: number
  readonly body: string
  readonly kept: readonly { readonly place: number; readonly closedAt: string | null; readonly votes: number }[]
  readonly piles: readonly (Pile & { readonly place: number })[]
  readonly own: readonly { readonly place: number; readonly choice: Choice }[]
}

/** The polls of these posts, which the actor sees, by post in their order. */
export async function pollsOf(ctx: PluginCtx, postIds: readonly number[]): Promise<ReadonlyMap<number, PollState[]>> {
  const rows = await ctx.db.execute<Row>(sql`
    select p.id::float8 as id, p.author_id::float8 as author, p.body,
      (select coalesce(json_agg(json_build_object('place', place, 'closedAt', closed_at, 'votes', votes)), '[]')
        from plugin_polls.polls where post_id = p.id) as kept,
      (select coalesce(json_agg(pile), '[]') from (
        select place, choice, count(*)::int as count from plugin_polls.ballots where post_id = p.id
        group by place, choice) pile) as piles,
      (select coalesce(json_agg(json_build_object('place', place, 'choice', choice)), '[]')
        from plugin_polls.ballots where post_id = p.id and member_id = ${ctx.actor.id}) as own
    from public.posts p where p.id = any(${sql.param([...postIds])}::bigint[])`)
  return new Map(rows.map(row => [row.id, statesOf(ctx, row)]))
}

/** One poll of a post that the actor sees. @throws NotFound */
export async function pollOf(ctx: PluginCtx, { postId, place }: PollRef): Promise<PollState> {
  const state = (await pollsOf(ctx, [postId])).get(postId)?.find(({ poll }) => poll.place === place)
  if (!state) throw new NotFound()
  return state
}

function statesOf(ctx: PluginCtx, { id, author, body, kept, piles, own }: Row): PollState[] {
  return pollsIn(body)
    .filter(isPoll)
    .map(poll => {
      const here = kept.find(({ place }) => place === poll.place)
      const closedAt = here?.closedAt ? new Date(here.closedAt) : null
      const closed = isClosed(ctx, poll, closedAt)
      const mine = own.find(({ place }) => place === poll.place)?.choice ?? null
      const shown = poll.results === 'always' || closed || (poll.results === 'voted' && mine !== null)
      const ballots = piles.filter(({ place }) => place === poll.place)
      const result = shown ? countVotes(poll, ballots) : null
      return { postId: id, authorId: author, poll, closed, closedAt, votes: here?.votes ?? 0, own: mine, result }
    })
}

export const isClosed = (ctx: PluginCtx, { closes }: Poll, closedAt: Date | null): boolean =>
  closedAt !== null || (closes !== null && closes <= ctx.now())

export type Ballot = {
  readonly choice: Choice
  /** How many are equal; one where it is told whose it is. */
  readonly count: number
  readonly member: { readonly id: number; readonly name: string; readonly displayName: string } | null
  readonly at: Date | null
}

export type Ballots = { readonly items: readonly Ballot[]; readonly nextCursor: string | null }

type Paging = { readonly cursor?: string | undefined; readonly limit: number }

/**
 * The ballots of a poll. Of a named one, who voted what. Else equal ones in one, in the order of what they say: neither
 * their order nor a cursor tells who gave them.
 */
export function ballotsOf(ctx: PluginCtx, { postId, poll }: PollState, paging: Paging): Promise<Ballots> {
  const ref = { postId, place: poll.place }
  return poll.named ? namedBallots(ctx, ref, paging) : piledBallots(ctx, ref, paging)
}

async function namedBallots(ctx: PluginCtx, { postId, place }: PollRef, { cursor, limit }: Paging): Promise<Ballots> {
  const after = /^\d{1,15}$/.test(cursor ?? '') ? cursor : '0'
  const rows = await ctx.db.execute<{ id: number; name: string; displayName: string; choice: Choice; at: string }>(sql`
    select m.id::float8 as id, m.name, coalesce(m.display_name, m.name) as "displayName", b.choice,
      to_json(b.at) as at
    from plugin_polls.ballots b join public.members m on m.id = b.member_id
    where b.post_id = ${postId} and b.place = ${place} and b.member_id > ${after}::bigint
    order by b.member_id limit ${limit + 1}`)
  const items = rows
    .slice(0, limit)
    .map(({ choice, at, ...member }) => ({ choice, count: 1, member, at: new Date(at) }))
  return { items, nextCursor: rows.length > limit ? String(items.at(-1)?.member.id) : null }
}

async function piledBallots(ctx: PluginCtx, { postId, place }: PollRef, { cursor, limit }: Paging): Promise<Ballots> {
  const after = /^\d{1,3}(,\d{1,3}){0,99}$/.test(cursor ?? '') ? (cursor ?? '').split(',').map(Number) : []
  const rows = await ctx.db.execute<Pile>(sql`
    select choice, count(*)::int as count from plugin_polls.ballots
    where post_id = ${postId} and place = ${place} and choice > ${sql.param(after)}::int[]
    group by choice order by choice limit ${limit + 1}`)
  const items = rows.slice(0, limit).map(pile => ({ ...pile, member: null, at: null }))
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.choice.join(',') ?? null) : null }
}
