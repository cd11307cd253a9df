/** Reads of one's own notifications. What is out of sight is not shown, named or counted, whatever was told before. */
import { and, desc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import { bookmarks, members, notifications, posts, reactions, threads } from '../../db/tables/index.ts'
import { categoryTree } from '../categories/tree.ts'
import type { Ctx } from '../core/context.ts'
import { pageOf, readCursor } from '../core/cursor.ts'
import { NotSignedIn } from '../core/errors.ts'
import { choosable } from '../core/notification-kinds.ts'
import { visiblePosts } from '../posts/policy.ts'
import type { Person } from '../threads/queries.ts'

export type NotificationRow = {
  readonly id: number
  readonly kind: string
  /** The newest three. */
  readonly actors: readonly Person[]
  readonly count: number
  /** Of a reminder: what they wrote to themselves. */
  readonly note: string | null
  /** Of reactions: which there are, the newest first. */
  readonly keys: readonly string[]
  /** Whether it stands for the new replies of a thread. */
  readonly gathers: boolean
  readonly thread: { readonly id: number; readonly title: string; readonly slug: string }
  readonly post: { readonly id: number; readonly number: number; readonly excerpt: string }
  readonly position: number
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly readAt: Date | null
}

/** Who still stands behind it: of reactions those that were not taken back. */
const standing = sql`case when ${notifications.kind} <> 'reaction' then ${notifications.actorIds} else array(
  select x.id from unnest(${notifications.actorIds}) with ordinality x (id, place)
  where exists (select from ${reactions} r where r.post_id = ${notifications.postId} and r.member_id = x.id)
  order by x.place) end`

const columns = {
  id: notifications.id,
  kind: notifications.kind,
  actors: sql<Person[]>`(
    select coalesce(json_agg(json_build_object('id', a.id, 'name', a.name, 'displayName', coalesce(a.display_name, a.name),
      'avatar', a.avatar_key) order by w.place), '[]')
    from unnest((${standing})[1:3]) with ordinality w (id, place) join members a on a.id = w.id)`,
  count: sql<number>`case when ${notifications.kind} = 'reaction' then cardinality(${standing}) else ${notifications.count} end`,
  keys: sql<string[]>`array(
    select r.key from ${reactions} r
    where ${notifications.kind} = 'reaction' and r.post_id = ${notifications.postId} and r.member_id = any(${notifications.actorIds})
    group by r.key order by max(r.at) desc)`,
  note: sql<string | null>`(
    select nullif(b.note, '') from ${bookmarks} b where ${notifications.kind} = 'reminder'
      and b.member_id = ${notifications.memberId} and b.post_id = ${notifications.postId})`,
  gathers: sql<boolean>`starts_with(${notifications.groupKey}, 'thread-')`,
  thread: { id: threads.id, title: threads.title, slug: threads.slug },
  post: { id: posts.id, number: posts.number, excerpt: posts.excerpt },
  position: notifications.position,
  createdAt: notifications.createdAt,
  updatedAt: notifications.updatedAt,
  readAt: notifications.readAt,
}

/** The actor's notifications about posts in sight, of kinds that somebody brings: those of a plugin that is off wait for it. */
function own(ctx: Ctx, unread: boolean): SQL | undefined {
  if (ctx.actor.id === null) throw new NotSignedIn()
  return and(
    eq(notifications.memberId, ctx.actor.id),
    unread ? isNull(notifications.readAt) : undefined,
    inArray(notifications.kind, [...ctx.host.notifications.keys()]),
    visiblePosts(ctx.read(categoryTree), ctx.actor),
  )
}

type ListOptions = { readonly unread: boolean; readonly cursor?: string | undefined; readonly limit: number }

/** Newest first. One query. @throws NotSignedIn */
export async function list(ctx: Ctx, { unread, cursor, limit }: ListOptions) {
  const [position = 0, id = 0] = readCursor(cursor, 2) ?? []
  const older = sql`(${notifications.position}, ${notifications.id}) < (${position}::bigint, ${id}::bigint)`
  const rows: NotificationRow[] = await ctx.db
    .select(columns)
    .from(notifications)
    .innerJoin(posts, eq(posts.id, notifications.postId))
    .innerJoin(threads, eq(threads.id, posts.threadId))
    .where(and(own(ctx, unread), cursor === undefined ? undefined : older))
    .orderBy(desc(notifications.position), desc(notifications.id))
    .limit(limit + 1)
  return pageOf(rows, limit, row => [row.position, row.id])
}

/** Counting stops here: whoever was away for a year is told that there are many, as fast as anybody. */
const MOST_COUNTED = 1000

/** How many are unread; `MOST_COUNTED` stands for that many or more. One query. @throws NotSignedIn */
export async function countUnread(ctx: Ctx): Promise<number> {
  const some = ctx.db
    .select({ id: notifications.id })
    .from(notifications)
    .innerJoin(posts, eq(posts.id, notifications.postId))
    .innerJoin(threads, eq(threads.id, posts.threadId))
    .where(own(ctx, true))
    .limit(MOST_COUNTED)
    .as('some')
  const [row] = await ctx.db.select({ count: sql<number>`count(*)::int` }).from(some)
  return row?.count ?? 0
}

/** Kinds that the actor does without, of those that somebody brings. One query. @throws NotSignedIn */
export async function quietKinds(ctx: Ctx): Promise<string[]> {
  if (ctx.actor.id === null) throw new NotSignedIn()
  const [row] = await ctx.db.select({ quiet: members.quietKinds }).from(members).where(eq(members.id, ctx.actor.id))
  return choosable(ctx.host.notifications).filter(kind => row?.quiet.includes(kind))
}
