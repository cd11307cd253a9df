/**
 * What an export of the community takes along: who chose what, and which polls were closed by hand. A poll itself is in the
 * text of its post. Who holds an export sees the votes of anonymous polls too, as who holds the database does: without
 * them nobody could change a vote there, and everybody could vote twice.
 */
import { type KeptRow, type PluginCtx, type PluginKept, sql, takeAll } from 'guildhall/plugin'
import { choiceFor } from './ballot.ts'
import { pollAt } from './definition.ts'

/** Rows of one query. */
const MANY = 1000

type Ballot = {
  readonly postId: number
  readonly place: number
  readonly memberId: number
  readonly choice: readonly number[]
  readonly at: string
}

type Closing = { readonly postId: number; readonly place: number; readonly closedAt: string }

export const KEEPS: Readonly<Record<string, PluginKept>> = {
  ballots: {
    ids: { postId: 'post', memberId: 'member' },
    read: (ctx, take) =>
      takeAll(take, { postId: 0, place: 0, memberId: 0 }, after =>
        ctx.db.execute<Ballot>(sql`
          select post_id::float8 as "postId", place, member_id::float8 as "memberId", choice, to_json(at) as at
          from plugin_polls.ballots
          where (post_id, place, member_id) > (${after.postId}, ${after.place}, ${after.memberId})
          order by post_id, place, member_id limit ${MANY}`),
      ),
    write: writeBallots,
  },
  closings: {
    ids: { postId: 'post' },
    read: (ctx, take) =>
      takeAll(take, { postId: 0, place: -1 }, after =>
        ctx.db.execute<Closing>(sql`
          select post_id::float8 as "postId", place, to_json(closed_at) as "closedAt" from plugin_polls.polls
          where closed_at is not null and (post_id, place) > (${after.postId}, ${after.place})
          order by post_id, place limit ${MANY}`),
      ),
    write: writeClosings,
  },
}

/** Ballots that their polls offer; of who has one here, that stays. */
async function writeBallots(ctx: PluginCtx, rows: readonly KeptRow[]): Promise<void> {
  const bodies = await bodiesOf(ctx, rows)
  const ballots = rows.flatMap(({ postId, place, memberId, choice, at }) => {
    const poll = pollAt(bodies.get(Number(postId)) ?? '', Number(place))
    const chosen = poll && choiceFor(poll, numbersIn(choice))
    const isWhole = Number.isInteger(memberId) && isMoment(at)
    return poll && chosen && isWhole ? [{ postId, place: poll.place, memberId, choice: chosen, at }] : []
  })
  const given = JSON.stringify(ballots)
  // The polls' rows are locked first, as whoever votes does.
  await ctx.db.execute(sql`
    insert into plugin_polls.polls as p (post_id, place)
    select distinct "postId", place from json_to_recordset(${given}::json) as r ("postId" bigint, place int)
    order by "postId", place
    on conflict (post_id, place) do update set votes = p.votes`)
  await ctx.db.execute(sql`
    insert into plugin_polls.ballots (post_id, place, member_id, choice, at)
    select "postId", place, "memberId", array(select json_array_elements_text(choice)::int), at
    from json_to_recordset(${given}::json)
      as r ("postId" bigint, place int, "memberId" bigint, choice json, at timestamptz)
    on conflict do nothing`)
  await ctx.db.execute(sql`
    update plugin_polls.polls p set votes = (
      select count(*) from plugin_polls.ballots b where b.post_id = p.post_id and b.place = p.place)
    where (post_id, place) in (
      select "postId", place from json_to_recordset(${given}::json) as r ("postId" bigint, place int))`)
}

/** One that was opened again here, or closed at another time, stays so. */
async function writeClosings(ctx: PluginCtx, rows: readonly KeptRow[]): Promise<void> {
  const bodies = await bodiesOf(ctx, rows)
  const closings = rows.flatMap(({ postId, place, closedAt }) => {
    const poll = pollAt(bodies.get(Number(postId)) ?? '', Number(place))
    return poll && isMoment(closedAt) ? [{ postId, place: poll.place, closedAt }] : []
  })
  await ctx.db.execute(sql`
    insert into plugin_polls.polls as p (post_id, place, closed_at)
    select "postId", place, min("closedAt") from json_to_recordset(${JSON.stringify(closings)}::json)
      as r ("postId" bigint, place int, "closedAt" timestamptz)
    group by "postId", place order by "postId", place
    on conflict (post_id, place) do update set closed_at = coalesce(p.closed_at, excluded.closed_at)`)
}

/** The texts of the posts that rows are about, by their ids. One query. */
async function bodiesOf(ctx: PluginCtx, rows: readonly KeptRow[]): Promise<ReadonlyMap<number, string>> {
  const ids = [...new Set(rows.map(({ postId }) => Number(postId)))]
  const posts = await ctx.db.execute<{ id: number; body: string }>(sql`
    select id::float8 as id, body from public.posts where id = any(${sql.param(ids)}::bigint[])`)
  return new Map(posts.map(({ id, body }) => [id, body]))
}

/** What is no list of numbers is no choice of any poll. */
const numbersIn = (value: unknown): readonly number[] =>
  Array.isArray(value) && value.every(one => Number.isInteger(one)) ? value : []

const isMoment = (value: unknown): boolean => typeof value === 'string' && !Number.isNaN(Date.parse(value))
