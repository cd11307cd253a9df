/** Who reacted to whose post: one unread row for each post, with everybody in it who came since its author last looked. */
import { sql } from 'drizzle-orm'
import { notifications, posts, reactions, threads } from '../../db/tables/index.ts'
import { categoryTree } from '../categories/tree.ts'
import type { Ctx } from '../core/context.ts'
import { oneOf } from '../core/db.ts'
import { canViewPost } from '../posts/policy.ts'
import { levelSql } from '../threads/follow-level.ts'
import { isOpen, postRows, recipients } from './recipients.ts'
import { change, eachOf, type ToldReactions, writeReactions } from './rows.ts'
import { horizon } from './tell.ts'

export type Reacted = {
  readonly postId: number
  /** Who reacted. */
  readonly memberId: number
  readonly position: number
  readonly at: Date
}

/** Tells authors who reacted to their posts. The same few queries, however many. */
export async function tellReactions(ctx: Ctx, reacted: readonly Reacted[]): Promise<void> {
  const since = horizon(ctx)
  const found = await findUntold(
    ctx,
    reacted.filter(one => one.at > since),
  )
  if (found.length === 0) return
  const known = await postRows(
    ctx,
    found.map(one => one.postId),
  )
  const people = await recipients(
    ctx,
    [...known.values()].map(post => post.authorId),
  )
  const tree = ctx.read(categoryTree)
  const told = [...known.values()].flatMap((post): ToldReactions[] => {
    const person = people.get(post.authorId)
    if (!person || person.quiet.has('reaction') || !isOpen(post) || !canViewPost(tree, person.actor, post)) return []
    const own = found.filter(one => one.postId === post.id).sort(newestFirst)
    const [newest] = own
    if (!newest) return []
    const { position } = newest
    return [
      {
        memberId: post.authorId,
        threadId: post.threadId,
        postId: post.id,
        lastNumber: post.number,
        actorIds: [...new Set(own.map(one => one.memberId))],
        position,
        at: new Date(newest.at),
      },
    ]
  })
  await writeReactions(ctx, told)
}

type Untold = Omit<Reacted, 'at'> & { readonly at: string }

/** Reactions that came back with their post share a position. */
const newestFirst = (one: Untold, other: Untold): number =>
  other.position - one.position || Date.parse(other.at) - Date.parse(one.at)

/** Reactions that stand and that the post's author was not told of; nothing from places that they muted. */
async function findUntold(ctx: Ctx, reacted: readonly Reacted[]): Promise<Untold[]> {
  if (reacted.length === 0) return []
  const rows = await ctx.db.execute<Untold>(sql`
    select p.id::float8 as "postId", r."memberId"::float8 as "memberId", r.position::float8 as position, r.at
    from json_to_recordset(${JSON.stringify(reacted)}::json)
      as r("postId" bigint, "memberId" bigint, position bigint, at timestamptz)
    join ${posts} p on p.id = r."postId" join ${threads} t on t.id = p.thread_id
    where p.author_id <> r."memberId"
      and exists (select from ${reactions} x where x.post_id = p.id and x.member_id = r."memberId")
      and not exists (select from ${notifications} n
        where n.member_id = p.author_id and n.group_key = 'reaction-' || p.id and r."memberId" = any(n.actor_ids))
      and ${levelSql(sql`p.author_id`, { threadId: sql`t.id`, categoryId: sql`t.category_id` })} is distinct from 'mute'`)
  return [...rows]
}

/** Who took a reaction back is not among those who reacted; where nobody is left, there is no news. */
export async function takeBackReactions(ctx: Ctx, postIds: readonly number[]): Promise<void> {
  if (postIds.length === 0) return
  await change(
    ctx,
    sql`
    with standing as (
      select n.id, array(
        select x.id from unnest(n.actor_ids) with ordinality x (id, place)
        where exists (select from ${reactions} r where r.post_id = n.post_id and r.member_id = x.id)
        order by x.place) as ids
      from ${notifications} n where ${oneOf(sql`n.post_id`, postIds)} and n.kind = 'reaction' and n.read_at is null),
    gone as (delete from ${notifications} n using standing s where n.id = s.id and cardinality(s.ids) = 0 returning n.member_id),
    kept as (update ${notifications} n set actor_ids = s.ids, count = cardinality(s.ids)
    from standing s where n.id = s.id and cardinality(s.ids) > 0 returning n.member_id)
    ${eachOf}`,
  )
}
