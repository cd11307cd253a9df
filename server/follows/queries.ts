/** Reads of what members follow and mute. A name may tell as much as a title: what is out of sight is not listed. */
import { and, desc, eq, or, type Placeholder, type SQL, sql } from 'drizzle-orm'
import { categories, follows, members, tags, threads } from '../../db/tables/index.ts'
import { categoryTree } from '../categories/tree.ts'
import type { Ctx } from '../core/context.ts'
import { pageOf, readCursor } from '../core/cursor.ts'
import { oneOf } from '../core/db.ts'
import { NotSignedIn } from '../core/errors.ts'
import * as tagQueries from '../tags/queries.ts'
import { categoryLevelSql, levelAroundSql, ownLevelSql } from '../threads/follow-level.ts'
import { visibleThreads } from '../threads/policy.ts'
import { KINDS, type Kind, type Level } from './schema.ts'

export type FollowRow = {
  readonly kind: Kind
  readonly id: number
  readonly level: Level
  readonly createdAt: Date
  /** The title of a thread, the name of a category or tag. */
  readonly name: string
  readonly slug: string
  /** Of categories. */
  readonly tone: string | null
}

type ListOptions = {
  readonly kind?: Kind | undefined
  readonly level?: Level | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

/** Its place among the kinds, for cursors, which hold numbers. */
const kindNumber = sql<number>`array_position(array['thread', 'category', 'tag'], ${follows.kind})`

/** What the actor has said, newest first. Two queries. @throws NotSignedIn */
export async function list(ctx: Ctx, { kind, level, cursor, limit }: ListOptions) {
  const memberId = ctx.actor.id
  if (memberId === null) throw new NotSignedIn()
  const after = readCursor(cursor, 3)
  const isOf = (one: Kind, id: SQL) => sql`${follows.kind} = ${sql.raw(`'${one}'`)} and ${follows.targetId} = ${id}`
  const rows: FollowRow[] = await ctx.db
    .select({
      kind: follows.kind,
      id: follows.targetId,
      level: follows.level,
      createdAt: follows.createdAt,
      name: sql<string>`coalesce(${threads.title}, ${categories.name}, ${tags.name})`,
      slug: sql<string>`coalesce(${threads.slug}, ${categories.slug}, ${tags.slug})`,
      tone: categories.tone,
    })
    .from(follows)
    .leftJoin(threads, isOf('thread', sql`${threads.id}`))
    .leftJoin(categories, isOf('category', sql`${categories.id}`))
    .leftJoin(tags, isOf('tag', sql`${tags.id}`))
    .where(
      and(
        eq(follows.memberId, memberId),
        kind && eq(follows.kind, kind),
        level && eq(follows.level, level),
        or(
          visibleThreads(ctx.read(categoryTree), ctx.actor),
          oneOf(categories.id, ctx.read(categoryTree).idsHaving(ctx.actor, 'see')),
          sql`${tags.id} is not null`,
        ),
        after
          ? sql`(${follows.createdAt}, ${follows.targetId}, ${kindNumber}) < (${new Date(after[0] ?? 0).toISOString()}::timestamptz, ${after[1]}::bigint, ${after[2]}::bigint)`
          : undefined,
      ),
    )
    .orderBy(desc(follows.createdAt), desc(follows.targetId), sql`${kindNumber} desc`)
    .limit(limit + 1)
  const page = pageOf(rows, limit, row => [row.createdAt.getTime(), row.id, KINDS.indexOf(row.kind) + 1])
  return { ...page, items: await withoutHiddenTags(ctx, page.items) }
}

async function withoutHiddenTags(ctx: Ctx, rows: readonly FollowRow[]): Promise<FollowRow[]> {
  const ids = rows.filter(row => row.kind === 'tag').map(row => row.id)
  const seen = ids.length > 0 ? await tagQueries.seen(ctx, ids) : new Set()
  return rows.filter(row => row.kind !== 'tag' || seen.has(row.id))
}

/** By what somebody comes to follow threads, as a scalar for the first query; null while they have made no choice. */
export const autoFollowSql = (memberId: SQL): SQL =>
  sql`(select ${members.autoFollow} from ${members} where ${members.id} = ${memberId})`

/** What somebody has said of a thread or category, and what holds from around it while they say nothing. */
export type Follow = { readonly level: Level | null; readonly around: Level | null }

/** It as a scalar, for the first query of a thread's page. */
export const threadFollowSql = (threadId: Placeholder, memberId: SQL): SQL => sql`(
  select json_build_object('level', ${ownLevelSql(memberId, HERE)}, 'around', ${levelAroundSql(memberId, HERE)})
  from ${threads} t where t.id = ${threadId})`

const HERE = { threadId: sql`t.id`, categoryId: sql`t.category_id` }

/** What came of it; null for visitors, whose first query is not asked. */
export function followOf(fetched: unknown): Follow | null {
  // Made by `threadFollowSql` above or `categoryFollowSql` below, column by column.
  return fetched && typeof fetched === 'object' ? (fetched as Follow) : null
}

/** The same of the category with a slug, for the first query of its page: around it are those that hold it. */
export const categoryFollowSql = (slug: Placeholder, memberId: SQL): SQL => sql`(
  select json_build_object('level', said.level, 'around', ${categoryLevelSql(memberId, sql`place.parent_id`)})
  from ${categories} place
  left join ${follows} said on said.member_id = ${memberId} and said.kind = 'category' and said.target_id = place.id
  where place.slug = ${slug})`

/** What somebody has said of the tag with a slug, or of the one it is a synonym of, as a scalar for the first query. */
export const tagLevelSql = (slug: Placeholder, memberId: SQL): SQL => sql`(
  select ${follows.level} from ${follows} where ${follows.memberId} = ${memberId} and ${follows.kind} = 'tag'
    and ${follows.targetId} = (select coalesce(${tags.synonymOfId}, ${tags.id}) from ${tags} where ${tags.slug} = ${slug}))`

/** What came of it; null also for visitors, whose first query is not asked. */
export const levelOf = (fetched: unknown): Level | null => (fetched === 'follow' || fetched === 'mute' ? fetched : null)
