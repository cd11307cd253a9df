/** Reads for the pages of administration. */
import { count, desc, eq, lt, sql } from 'drizzle-orm'
import { categories, groupMembers, groups, mails, members } from '../../db/tables/index.ts'
import { type Actor, memberActor } from '../core/actor.ts'
import type { Ctx } from '../core/context.ts'
import { pageOf, readCursor } from '../core/cursor.ts'
import { NotFound } from '../core/errors.ts'
import { mailTrouble } from '../core/mail/queue.ts'
import { authorize } from '../core/permissions.ts'

/** Counted up to here; beyond it PostgreSQL's own statistics say it well enough, and at once. */
const MOST_COUNTED = 10_000

const memberCount = sql`(
  select case when counted.up_to <= ${MOST_COUNTED}::int then counted.up_to
    else greatest(counted.up_to, (select reltuples::int from pg_class where oid = 'members'::regclass)) end
  from (select count(*)::int as up_to from (select id from ${members} order by id limit ${MOST_COUNTED + 1}::int) m) counted)`

/** How much there is, and on which PostgreSQL. Posts and threads are summed from the categories' counts. One query. */
export async function overview(ctx: Ctx) {
  authorize(ctx, 'site.administer', null)
  const [row] = await ctx.db.execute<{
    members: number
    threads: number
    posts: number
    unsentMails: number
    database: string
  }>(sql`
    select ${memberCount} as members,
      (select coalesce(sum(${categories.threadCount}), 0)::int from ${categories}) as threads,
      (select coalesce(sum(${categories.postCount}), 0)::int from ${categories}) as posts,
      (select count(*)::int from ${mails} where ${mails.sentAt} is null) as "unsentMails",
      current_setting('server_version') as database`)
  if (!row) throw new Error('the counts of the dashboard had no answer')
  return { ...row }
}

type GroupRow = typeof groups.$inferSelect & { readonly size: number }

/** All groups with how many were put into each: none for those that Guildhall keeps by itself. */
export async function groupsWithSizes(ctx: Ctx): Promise<GroupRow[]> {
  authorize(ctx, 'group.manage', null)
  return ctx.db
    .select({
      id: groups.id,
      slug: groups.slug,
      name: groups.name,
      kind: groups.kind,
      mentionable: groups.mentionable,
      position: groups.position,
      createdAt: groups.createdAt,
      size: count(groupMembers.memberId),
    })
    .from(groups)
    .leftJoin(groupMembers, eq(groupMembers.groupId, groups.id))
    .groupBy(groups.id)
    .orderBy(groups.position, groups.id)
}

export type GroupName = Pick<typeof groups.$inferSelect, 'id' | 'slug' | 'name' | 'kind'>

/** Names of all groups, to give them rights. */
export async function groupNames(ctx: Ctx): Promise<GroupName[]> {
  authorize(ctx, 'site.administer', null)
  return ctx.db
    .select({ id: groups.id, slug: groups.slug, name: groups.name, kind: groups.kind })
    .from(groups)
    .orderBy(groups.position, groups.id)
}

/** A member's id by name, in any case; undefined for nobody. */
export async function memberIdOf(ctx: Ctx, name: string): Promise<number | undefined> {
  authorize(ctx, 'group.manage', null)
  const [member] = await ctx.db
    .select({ id: members.id })
    .from(members)
    .where(sql`lower(${members.name}) = lower(${name})`)
  return member?.id
}

/** A member as whoever they are when they act, by name in any case; undefined for nobody. One query. */
export async function actorNamed(ctx: Ctx, name: string): Promise<Actor | undefined> {
  authorize(ctx, 'group.manage', null)
  const joined = sql<
    number[]
  >`array(select ${groupMembers.groupId}::int from ${groupMembers} where ${groupMembers.memberId} = ${members.id})`
  const [row] = await ctx.db
    .select({
      id: members.id,
      name: members.name,
      trustLevel: members.trustLevel,
      verified: sql<boolean>`${members.emailVerifiedAt} is not null`,
      joined,
    })
    .from(members)
    .where(sql`lower(${members.name}) = lower(${name})`)
  return row && memberActor(row)
}

const mailColumns = {
  id: mails.id,
  recipient: mails.recipient,
  subject: mails.subject,
  createdAt: mails.createdAt,
  sentAt: mails.sentAt,
  attempts: mails.attempts,
  error: mails.error,
}

export type MailRow = Awaited<ReturnType<typeof outbox>>['items'][number]

/** Mails by key, the newest first. */
export async function outbox(ctx: Ctx, { cursor, limit }: { cursor?: string | undefined; limit: number }) {
  authorize(ctx, 'outbox.read', null)
  const [before] = readCursor(cursor, 1) ?? []
  const rows = await ctx.db
    .select(mailColumns)
    .from(mails)
    .where(before === undefined ? undefined : lt(mails.id, before))
    .orderBy(desc(mails.id))
    .limit(limit + 1)
  return pageOf(rows, limit, row => [row.id])
}

/** One mail with its text, which is empty once it was sent. Its HTML stays where it is. @throws NotFound */
export async function mail(ctx: Ctx, id: number): Promise<MailRow & { readonly text: string }> {
  authorize(ctx, 'outbox.read', null)
  const [row] = await ctx.db
    .select({ ...mailColumns, text: mails.text })
    .from(mails)
    .where(eq(mails.id, id))
  if (!row) throw new NotFound()
  return row
}

/** How many mails failed and wait to be tried again. */
export async function failedMails(ctx: Ctx): Promise<number> {
  authorize(ctx, 'outbox.read', null)
  return (await mailTrouble(ctx)).many
}
