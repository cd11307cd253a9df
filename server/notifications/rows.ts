/**
 * How notifications are written. Rows about one post are made once and stay; rows that gather replies of a thread span a
 * range of its posts, and what they say (how many, from whom, which comes first) is counted anew from the posts whenever
 * the range or a post in it changes. So an event that is handled twice changes nothing.
 */
import { type SQL, sql } from 'drizzle-orm'
import { notifications, posts, threadReads } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import { oneOf } from '../core/db.ts'
import type { Reason } from './kinds.ts'

type Told = {
  readonly memberId: number
  readonly threadId: number
  readonly postId: number
  readonly lastNumber: number
  readonly position: number
  readonly at: Date
}

export type ToldPost = Told & {
  readonly kind: Reason
  readonly actorId: number
  /** They have seen the post already: it is listed, and not news. */
  readonly isRead: boolean
}

/** Replies from `postId` on, up to the one numbered `lastNumber`. */
export type ToldReplies = Told & { readonly kind: Reason }

/** People who reacted to a post, the newest first; none of them was told before. */
export type ToldReactions = Told & { readonly actorIds: readonly number[] }

/** What one member is told of one post. */
export type ToldDue = Told & { readonly kind: string; readonly actorId: number | null }

type Concerned = { readonly memberId: number }

/** Lets the open pages of those whose notifications are others now know. */
export function concern(ctx: Ctx, whom: Iterable<Concerned>): void {
  const ids = new Set([...whom].map(({ memberId }) => memberId))
  if (ids.size === 0) return
  ctx.afterCommit(() => {
    for (const id of ids) ctx.host.tellState('me', String(id))
  })
}

/** Runs a statement that changes notifications; its rows name their members. */
export const change = async (ctx: Ctx, statement: SQL): Promise<void> =>
  concern(ctx, await ctx.db.execute<Concerned>(statement))

/** Those of two parts of a statement, what it removed and what it kept. */
export const eachOf = sql.raw(
  'select member_id::float8 as "memberId" from gone union select member_id::float8 from kept',
)

export const whose = sql.raw('returning member_id::float8 as "memberId"')

export type Written = { readonly memberId: number; readonly threadId: number; readonly postId: number }

/** The most posts that a row counts: "more than 99". */
const MOST = 100
/** Among so many of the newest posts the faces are looked for. */
const RECENT = 20

const columns = sql.raw(
  'member_id, kind, group_key, thread_id, post_id, last_number, actor_ids, count, position, created_at, updated_at, read_at',
)

type Row = Told & {
  readonly kind: string
  readonly groupKey: string
  readonly actorIds: readonly number[]
  readonly count: number
  readonly readAt: Date | null
}

/** The rows as a relation `r`, in an order that all writers keep. */
const given = (
  rows: readonly Row[],
) => sql`json_to_recordset(${JSON.stringify(rows)}::json) as r("memberId" bigint, kind text,
  "groupKey" text, "threadId" bigint, "postId" bigint, "lastNumber" int, "actorIds" bigint[], count int, position bigint,
  at timestamptz, "readAt" timestamptz)`

const values = sql.raw(
  'r."memberId", r.kind, r."groupKey", r."threadId", r."postId", r."lastNumber", r."actorIds", r.count, r.position, r.at, r.at, r."readAt"',
)

/** Tells of posts; whoever was told of one before is not told again. @returns who was told now, of which */
export async function writePosts(ctx: Ctx, told: readonly ToldPost[]): Promise<Written[]> {
  if (told.length === 0) return []
  const rows = told.map(({ actorId, isRead, ...one }) => ({
    ...one,
    groupKey: `post-${one.postId}`,
    actorIds: [actorId],
    count: 1,
    readAt: isRead ? one.at : null,
  }))
  const written = await ctx.db.execute<Written>(sql`
    insert into ${notifications} (${columns}) select ${values} from ${given(rows)}
    where not exists (select from ${notifications} n where n.member_id = r."memberId" and n.group_key = r."groupKey")
    order by r."memberId", r."groupKey"
    returning member_id::float8 as "memberId", thread_id::float8 as "threadId", post_id::float8 as "postId"`)
  concern(ctx, written)
  return [...written]
}

/** Tells of replies: each joins the unread row of its thread, or begins one. */
export async function writeReplies(ctx: Ctx, told: readonly ToldReplies[]): Promise<void> {
  if (told.length === 0) return
  const rows = told.map(one => ({
    ...one,
    groupKey: `thread-${one.threadId}`,
    actorIds: [],
    count: 0,
    readAt: null,
  }))
  const written = await ctx.db.execute<{ id: number } & Concerned>(sql`
    insert into ${notifications} (${columns}) select ${values} from ${given(rows)} order by r."memberId", r."groupKey"
    on conflict (member_id, group_key) where read_at is null do update set
      post_id = case when (select number from ${posts} where id = ${notifications}.post_id)
        > (select number from ${posts} where id = excluded.post_id) then excluded.post_id else ${notifications}.post_id end,
      last_number = greatest(${notifications}.last_number, excluded.last_number),
      position = greatest(${notifications}.position, excluded.position),
      updated_at = greatest(${notifications}.updated_at, excluded.updated_at)
    returning id::float8 as id, member_id::float8 as "memberId"`)
  concern(ctx, written)
  await recount(
    ctx,
    [...written].map(row => row.id),
  )
}

/** Tells of reactions: they join the unread row of their post, or begin one. */
export async function writeReactions(ctx: Ctx, told: readonly ToldReactions[]): Promise<void> {
  if (told.length === 0) return
  const rows = told.map(one => ({
    ...one,
    kind: 'reaction',
    groupKey: `reaction-${one.postId}`,
    count: one.actorIds.length,
    readAt: null,
  }))
  await change(
    ctx,
    sql`
    insert into ${notifications} (${columns}) select ${values} from ${given(rows)} order by r."memberId", r."groupKey"
    on conflict (member_id, group_key) where read_at is null do update set
      actor_ids = excluded.actor_ids || ${notifications}.actor_ids,
      count = ${notifications}.count + excluded.count,
      position = greatest(${notifications}.position, excluded.position),
      updated_at = greatest(${notifications}.updated_at, excluded.updated_at)
    ${whose}`,
  )
}

/** Tells of something that was due. The same may be told again: then a later event says so. */
export async function writeDue(ctx: Ctx, told: readonly ToldDue[]): Promise<void> {
  if (told.length === 0) return
  const rows = told.map(({ actorId, ...one }) => ({
    ...one,
    groupKey: `${one.kind}-${one.postId}`,
    actorIds: actorId === null ? [] : [actorId],
    count: 1,
    readAt: null,
  }))
  await change(
    ctx,
    sql`
    insert into ${notifications} (${columns}) select ${values} from ${given(rows)}
    where not exists (select from ${notifications} n
      where n.member_id = r."memberId" and n.group_key = r."groupKey" and n.position >= r.position)
    order by r."memberId", r."groupKey"
    on conflict (member_id, group_key) where read_at is null do update set
      actor_ids = excluded.actor_ids, position = excluded.position, updated_at = excluded.updated_at
    ${whose}`,
  )
}

/** Finds unread rows that gather replies, and counts them again. */
export async function recountWhere(ctx: Ctx, condition: SQL): Promise<void> {
  const rows = await ctx.db.execute<{ id: number }>(sql`
    select n.id::float8 as id from ${notifications} n join ${posts} first on first.id = n.post_id
    where n.read_at is null and ${isGathering} and ${condition}`)
  await recount(
    ctx,
    [...rows].map(row => row.id),
  )
}

/** Counts again what these rows gather; one that gathers nothing any more goes. */
async function recount(ctx: Ctx, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return
  await change(
    ctx,
    sql`
    with counted as (
      select n.id, found.count, found.first_id, recent.last_number, recent.ids
      from ${notifications} n
      join ${posts} first on first.id = n.post_id
      left join ${threadReads} mark on mark.member_id = n.member_id and mark.thread_id = n.thread_id
      cross join lateral (
        select count(*)::int as count, (array_agg(one.id order by one.number))[1] as first_id from (
          select p.id, p.number from ${posts} p where ${gathered}
          order by p.number limit ${MOST}) one) found
      cross join lateral (
        select max(author.last) as last_number, (array_agg(author.id order by author.last desc))[1:3] as ids from (
          select one.author_id as id, max(one.number) as last from (
            select p.author_id, p.number from ${posts} p where ${gathered}
            order by p.number desc limit ${RECENT}) one group by one.author_id) author) recent
      where ${oneOf(sql`n.id`, ids)} and n.read_at is null and ${isGathering}),
    gone as (delete from ${notifications} n using counted c where n.id = c.id and c.count = 0 returning n.member_id),
    kept as (update ${notifications} n set count = c.count, post_id = c.first_id, last_number = c.last_number, actor_ids = c.ids
    from counted c where n.id = c.id and c.count > 0 returning n.member_id)
    ${eachOf}`,
  )
}

/** Whether the row `n` is one that gathers. */
export const isGathering = sql`starts_with(n.group_key, 'thread-')`

/** The posts `p` that the row `n` gathers: others' replies in sight, beyond the reader's mark, told by nothing stronger. */
const gathered = sql`p.thread_id = n.thread_id
  and p.number between greatest(first.number, coalesce(mark.last_number, 0) + 1) and n.last_number
  and p.deleted_at is null and p.hidden_at is null and p.author_id <> n.member_id
  and not exists (select from ${notifications} o where o.member_id = n.member_id and o.group_key = 'post-' || p.id)`
