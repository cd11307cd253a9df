/** Reads of members. What only they, and who keeps the members, may know is not even loaded for others. */
import { and, asc, desc, eq, gt, isNull, lt, type SQL, sql } from 'drizzle-orm'
import { groupMembers, groups, memberNames, memberPostCounts, members } from '../../db/tables/index.ts'
import { categoryTree } from '../categories/tree.ts'
import { GROUP, isStaff } from '../core/actor.ts'
import type { Ctx } from '../core/context.ts'
import { pageOf, readCursor } from '../core/cursor.ts'
import { oneOf } from '../core/db.ts'
import { NotFound } from '../core/errors.ts'
import { authorize, can } from '../core/permissions.ts'
import { seenFields } from './fields.ts'
import { type Audience, isFree, isIndexed, showsActivity, showsProfile } from './privacy.ts'
import type { AutoFollow, MemberState } from './schema.ts'

/** What holds for members who have made no choice. */
export const usualFollow = (ctx: Ctx): AutoFollow => (ctx.setting('follows.onPost') ? 'writing' : 'nothing')

export type MemberRow = Awaited<ReturnType<typeof get>>

/** A member by name, or by one that they had before; in any case. @throws NotFound */
export const get = (ctx: Ctx, name: string) => one(ctx, calledSo(name))

/** The same as a condition on members. */
export const calledSo = (name: string): SQL =>
  sql`${members.id} = coalesce((select called.id from ${members} called where lower(called.name) = lower(${name})),
    (select former.member_id from ${memberNames} former where former.name = lower(${name})))`

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
    .where(and(gt(members.id, after), isNull(members.erasedAt), isStaff(ctx.actor) ? undefined : isFree(ctx)))
    .orderBy(asc(members.id))
    .limit(limit + 1)
  return pageOf(rows, limit, row => [row.id])
}

type Search = {
  /** What a name, display name or address begins with, or an id; empty: everybody. */
  readonly q?: string | undefined
  readonly state?: MemberState | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

/**
 * Members for those who keep them, the newest first, without the erased. One query along indexes, however many there are.
 * @throws NotSignedIn, Forbidden
 */
export async function search(ctx: Ctx, { q = '', state = 'all', cursor, limit }: Search) {
  authorize(ctx, 'member.manage', null)
  const [before] = readCursor(cursor, 1) ?? []
  const place = before === undefined ? undefined : lt(members.id, before)
  const condition = and(isNull(members.erasedAt), stateIs(ctx, state), place)
  const text = q.trim().toLowerCase()
  // Each way finds its own first ones along its own index; what may be called so in two ways is one member all the same.
  const ways = text === '' ? [sql`true`] : waysTo(text)
  const each = ways.map(
    way =>
      sql`(select ${members.id} from ${members} where ${condition} and ${way} order by ${members.id} desc limit ${limit + 1})`,
  )
  const rows = await ctx.db
    .select(columns(ctx, ctx.actor.id))
    .from(members)
    .where(sql`${members.id} = any(array(${sql.join(each, sql` union `)}))`)
    .orderBy(desc(members.id))
    .limit(limit + 1)
  return pageOf(rows, limit, row => [row.id])
}

/** An id is one of 15 digits at most, as in addresses. */
const ID = /^[1-9]\d{0,14}$/

function waysTo(text: string): SQL[] {
  const start = `${text.replaceAll(/[\\%_]/g, '\\$&')}%`
  return [
    sql`lower(${members.name}) like ${start}`,
    sql`lower(${members.displayName}) like ${start}`,
    sql`lower(${members.email}) like ${start}`,
    sql`${members.id} = any(array(select former.member_id from ${memberNames} former where former.name = ${text}))`,
    ...(ID.test(text) ? [sql`${members.id} = ${Number(text)}::bigint`] : []),
  ]
}

function stateIs(ctx: Ctx, state: MemberState): SQL | undefined {
  switch (state) {
    case 'all':
      return undefined
    case 'staff':
      return sql`${members.id} = any(array(select s.member_id from ${groupMembers} s
        where s.group_id in (${GROUP.moderators}, ${GROUP.administrators})))`
    case 'suspended':
      return gt(members.suspendedUntil, ctx.now())
    case 'unverified':
      return isNull(members.emailVerifiedAt)
  }
}

async function one(ctx: Ctx, condition: SQL, self = ctx.actor.id) {
  const [row] = await ctx.db.select(columns(ctx, self)).from(members).where(condition)
  if (!row) throw new NotFound()
  return row
}

/** How much of what they wrote stands where the actor may look; all of it to themselves and to who keeps the members. */
const seenPosts = (ctx: Ctx, open: SQL): SQL => sql`case when ${open} then ${members.postCount} else (
  select coalesce(sum(c.posts), 0) from ${memberPostCounts} c
  where c.member_id = ${members.id} and ${oneOf(sql`c.category_id`, ctx.read(categoryTree).idsHaving(ctx.actor, 'see'))}) end`

function columns(ctx: Ctx, self: number | null) {
  const activity = showsActivity(ctx, self)
  const open = can(ctx, 'member.manage', null) ? sql`true` : sql`${members.id} = ${self ?? 0}`
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
    fields: seenFields(ctx, self),
    activityShown: activity,
    activityPublic: sql<boolean>`(${members.activityAudience} = 'everyone')`,
    postCount: sql<number | null>`case when ${activity} then ${seenPosts(ctx, open)} end::float8`,
    // To the hour: it says whether somebody is still around, and follows nobody through their day.
    lastSeenAt: sql<Date | null>`case when ${activity} then date_trunc('hour', ${members.lastSeenAt}) end`.mapWith(
      members.lastSeenAt,
    ),
    email: sql<string | null>`case when ${open} then ${members.email} end`,
    verified: sql<boolean | null>`case when ${open} then ${members.emailVerifiedAt} is not null end`,
    suspendedUntil: sql<Date | null>`case when ${open} then ${members.suspendedUntil} end`.mapWith(
      members.suspendedUntil,
    ),
    groups: sql<string[] | null>`case when ${open} then ${joined} end`,
    profileAudience: sql<Audience | null>`case when ${open} then ${members.profileAudience} end`,
    activityAudience: sql<Audience | null>`case when ${open} then ${members.activityAudience} end`,
    profileIndexed: sql<boolean | null>`case when ${open} then ${members.profileIndexed} end`,
    autoFollow: sql<AutoFollow | null>`case when ${open} then coalesce(${members.autoFollow}, ${usualFollow(ctx)}) end`,
  }
}
