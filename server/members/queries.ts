/** Reads of members. What only they and administrators may know is not even loaded for others. */
import { and, asc, eq, gt, type SQL, sql } from 'drizzle-orm'
import { groupMembers, groups, memberPostCounts, members } from '../../db/tables/index.ts'
import { categoryTree } from '../categories/tree.ts'
import { isAdministrator, isStaff } from '../core/actor.ts'
import type { Ctx } from '../core/context.ts'
import { pageOf, readCursor } from '../core/cursor.ts'
import { oneOf } from '../core/db.ts'
import { NotFound } from '../core/errors.ts'
import { authorize } from '../core/permissions.ts'
import { type Audience, isFree, isIndexed, showsActivity, showsProfile } from './privacy.ts'
import type { AutoFollow } from './schema.ts'

/** What holds for members who have made no choice. */
export const usualFollow = (ctx: Ctx): AutoFollow => (ctx.setting('follows.onPost') ? 'writing' : 'nothing')

export type MemberRow = Awaited<ReturnType<typeof get>>

/** A member by name, in any case. @throws NotFound */
export const get = (ctx: Ctx, name: string) => one(ctx, sql`lower(${members.name}) = lower(${name})`)

/** A member by id. @throws NotFound */
export const getById = (ctx: Ctx, id: number) => one(ctx, eq(members.id, id))

/** A member as they see themselves: for the answer to whom has just signed in, too. @throws NotFound */
export const getOwn = (ctx: Ctx, id: number) => one(ctx, eq(members.id, id), id)

/** Members in the order in which they joined. Whoever is suspended is left out but for staff. */
export async function list(ctx: Ctx, { cursor, limit }: { cursor?: string | undefined; limit: number }) {
  authorize(ctx, 'member.list', null)
  const [after = 0] = readCursor(cursor, 1) ?? []
  const rows = await ctx.db
    .select(columns(ctx, ctx.actor.id))
    .from(members)
    .where(and(gt(members.id, after), isStaff(ctx.actor) ? undefined : isFree(ctx)))
    .orderBy(asc(members.id))
    .limit(limit + 1)
  return pageOf(rows, limit, row => [row.id])
}

async function one(ctx: Ctx, condition: SQL, self = ctx.actor.id) {
  const [row] = await ctx.db.select(columns(ctx, self)).from(members).where(condition)
  if (!row) throw new NotFound()
  return row
}

/** How much of what they wrote stands where the actor may look; all of it to themselves and administrators, who know. */
const seenPosts = (ctx: Ctx, open: SQL): SQL => sql`case when ${open} then ${members.postCount} else (
  select coalesce(sum(c.posts), 0) from ${memberPostCounts} c
  where c.member_id = ${members.id} and ${oneOf(sql`c.category_id`, ctx.read(categoryTree).idsHaving(ctx.actor, 'see'))}) end`

function columns(ctx: Ctx, self: number | null) {
  const activity = showsActivity(ctx, self)
  const open = isAdministrator(ctx.actor) ? sql`true` : sql`${members.id} = ${self ?? 0}`
  const joined = sql`array(select ${groups.slug} from ${groups} join ${groupMembers} on ${groups.id} = ${groupMembers.groupId}
    where ${groupMembers.memberId} = ${members.id} order by ${groups.slug})`
  return {
    id: members.id,
    name: members.name,
    displayName: sql<string>`coalesce(${members.displayName}, ${members.name})`,
    avatar: members.avatarKey,
    trustLevel: members.trustLevel,
    createdAt: members.createdAt,
    indexed: isIndexed(ctx),
    about: sql<string | null>`case when ${showsProfile(ctx, self)} then ${members.about} end`,
    activityShown: activity,
    activityPublic: sql<boolean>`(${members.activityAudience} = 'everyone')`,
    postCount: sql<number | null>`case when ${activity} then ${seenPosts(ctx, open)} end::float8`,
    // To the hour: it says whether somebody is still around, and follows nobody through their day.
    lastSeenAt: sql<Date | null>`case when ${activity} then date_trunc('hour', ${members.lastSeenAt}) end`.mapWith(
      members.lastSeenAt,
    ),
    email: sql<string | null>`case when ${open} then ${members.email} end`,
    verified: sql<boolean | null>`case when ${open} then ${members.emailVerifiedAt} is not null end`,
    groups: sql<string[] | null>`case when ${open} then ${joined} end`,
    profileAudience: sql<Audience | null>`case when ${open} then ${members.profileAudience} end`,
    activityAudience: sql<Audience | null>`case when ${open} then ${members.activityAudience} end`,
    profileIndexed: sql<boolean | null>`case when ${open} then ${members.profileIndexed} end`,
    autoFollow: sql<AutoFollow | null>`case when ${open} then coalesce(${members.autoFollow}, ${usualFollow(ctx)}) end`,
  }
}
