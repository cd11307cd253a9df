/** What the sitemap lists: what the reader, who is a visitor, sees. */
import { and, asc, eq, isNull, max, type SQL, sql } from 'drizzle-orm'
import { memberPostCounts, members, posts, sitemapParts, threads } from '../../db/tables/index.ts'
import { categoryTree } from '../categories/tree.ts'
import type { Ctx } from '../core/context.ts'
import { oneOf } from '../core/db.ts'
import { isIndexed } from '../members/privacy.ts'
import { visibleThreads } from '../threads/policy.ts'
import { inPart, partOf } from './sitemap-parts.ts'

export type Part = { readonly part: number; readonly changedAt: Date }

const seenBy = (ctx: Ctx): readonly number[] => ctx.read(categoryTree).idsHaving(ctx.actor, 'see')

/** The parts in which threads are in sight, in order, and when one of these last changed. One query over a few rows. */
export async function threadParts(ctx: Ctx, part?: number): Promise<Part[]> {
  const rows = await ctx.db
    .select({ part: sitemapParts.part, changedAt: max(sitemapParts.changedAt) })
    .from(sitemapParts)
    .where(
      and(oneOf(sitemapParts.categoryId, seenBy(ctx)), part === undefined ? undefined : eq(sitemapParts.part, part)),
    )
    .groupBy(sitemapParts.part)
    .orderBy(asc(sitemapParts.part))
  return rows.flatMap(({ part, changedAt }) => (changedAt ? [{ part, changedAt }] : []))
}

export type ListedThread = { readonly id: number; readonly slug: string; readonly changedAt: Date }

/** The threads of a part, with when something was last written or edited in each. One query by key. */
export async function threadsIn(ctx: Ctx, part: number): Promise<ListedThread[]> {
  const edited = sql`(select max(${posts.editedAt}) from ${posts}
    where ${posts.threadId} = ${threads.id} and ${posts.editedAt} is not null and ${posts.deletedAt} is null and ${posts.hiddenAt} is null)`
  return ctx.db
    .select({
      id: threads.id,
      slug: threads.slug,
      changedAt: sql<Date>`greatest(${threads.bumpedAt}, ${edited})`.mapWith(threads.bumpedAt),
    })
    .from(threads)
    .where(and(inPart(threads.id, part), visibleThreads(ctx.read(categoryTree), ctx.actor), isNull(threads.deletedAt)))
    .orderBy(asc(threads.id))
}

/** That search engines may list a member, and find something that they wrote. */
const isFindable = (ctx: Ctx): SQL => sql`(${isIndexed(ctx)} and ${members.activityAudience} = 'everyone' and exists (
  select from ${memberPostCounts} c where c.member_id = ${members.id} and c.posts > 0 and ${oneOf(sql`c.category_id`, seenBy(ctx))}))`

/** The parts in which there is such a member. One query, which looks in each part for the first. */
export async function memberParts(ctx: Ctx): Promise<number[]> {
  const rows = await ctx.db.execute<{ part: number }>(sql`
    select part from generate_series(0, (select ${partOf(sql`max(${members.id})`)} from ${members})) as part
    where (
      select ${members.id} from ${members} where ${inPart(members.id, sql`part`)} and ${isFindable(ctx)}
      order by ${members.id} limit 1) is not null
    order by part`)
  return rows.map(({ part }) => part)
}

/** Names of such members. One query by key. */
export async function membersIn(ctx: Ctx, part: number): Promise<{ readonly name: string }[]> {
  return ctx.db
    .select({ name: members.name })
    .from(members)
    .where(and(inPart(members.id, part), isFindable(ctx)))
    .orderBy(asc(members.id))
}

/** When something was last written in each category in sight that holds threads. One query, of two rows for each. */
export async function latestByCategory(ctx: Ctx): Promise<ReadonlyMap<number, Date>> {
  const rows = await ctx.db.execute<{ id: number; at: Date }>(sql`
    select place.id::float8 as id, max(newest.bumped_at) as at
    from unnest(${sql.param([...seenBy(ctx)])}::bigint[]) as place (id)
    cross join (values (true), (false)) as kind (pinned)
    cross join lateral (
      select bumped_at from ${threads} where category_id = place.id and pinned = kind.pinned
        and ${visibleThreads(ctx.read(categoryTree), ctx.actor)} and deleted_at is null
      order by bumped_at desc limit 1) as newest
    group by place.id`)
  return new Map(rows.map(({ id, at }) => [id, new Date(at)]))
}
