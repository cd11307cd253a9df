/** What is told to one member of one post: a reminder that they asked for, or what a plugin has to say of it. */
import { sql } from 'drizzle-orm'
import { posts, threads } from '../../db/tables/index.ts'
import { categoryTree } from '../categories/tree.ts'
import type { Ctx } from '../core/context.ts'
import { canViewPost } from '../posts/policy.ts'
import { levelSql } from '../threads/follow-level.ts'
import { isOpen, postRows, recipients } from './recipients.ts'
import { type ToldDue, writeDue } from './rows.ts'
import { horizon } from './tell.ts'

export type Due = {
  readonly kind: string
  readonly memberId: number
  readonly postId: number
  /** Who did it; null for nobody. */
  readonly actorId: number | null
  readonly position: number
  readonly at: Date
}

/**
 * Tells members of posts that they see, unless they do without the kind or muted the place. What they asked for
 * themselves they hear in any case.
 */
export async function tellDue(ctx: Ctx, due: readonly Due[]): Promise<void> {
  if (due.length === 0) return
  const since = horizon(ctx)
  const known = await postRows(
    ctx,
    due.map(one => one.postId),
  )
  const people = await recipients(
    ctx,
    due.map(one => one.memberId),
  )
  const muted = await mutedAmong(
    ctx,
    due.filter(one => !isWish(ctx, one)),
  )
  const tree = ctx.read(categoryTree)
  const told = due.flatMap((one): ToldDue[] => {
    const { kind, memberId, postId, actorId, position, at } = one
    const [person, post] = [people.get(memberId), known.get(postId)]
    if (!person || !post || at <= since || !isOpen(post) || !canViewPost(tree, person.actor, post)) return []
    if (person.quiet.has(kind) || muted.has(placeOf(one))) return []
    return [{ kind, memberId, actorId, threadId: post.threadId, postId, lastNumber: post.number, position, at }]
  })
  // What is told twice at once is told once.
  const latest = new Map(told.map(one => [`${one.kind} ${placeOf(one)}`, one]))
  await writeDue(ctx, [...latest.values()])
}

const isWish = (ctx: Ctx, { kind }: Due): boolean => ctx.host.notifications.get(kind)?.choice === null

type Place = Pick<Due, 'memberId' | 'postId'>

const placeOf = ({ memberId, postId }: Place): string => `${memberId} ${postId}`

/** Those whose member muted where the post is. */
async function mutedAmong(ctx: Ctx, due: readonly Place[]): Promise<ReadonlySet<string>> {
  if (due.length === 0) return new Set()
  const asked = JSON.stringify(due.map(({ memberId, postId }) => ({ memberId, postId })))
  const rows = await ctx.db.execute<Place>(sql`
    select d."memberId"::float8 as "memberId", p.id::float8 as "postId"
    from json_to_recordset(${asked}::json) as d("memberId" bigint, "postId" bigint)
    join ${posts} p on p.id = d."postId" join ${threads} t on t.id = p.thread_id
    where ${levelSql(sql`d."memberId"`, { threadId: sql`t.id`, categoryId: sql`t.category_id` })} = 'mute'`)
  return new Set([...rows].map(placeOf))
}
