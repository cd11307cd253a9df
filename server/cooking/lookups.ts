/** Finds whom and what a text names. */
import { and, eq, isNull, or, type SQL, sql } from 'drizzle-orm'
import {
  groups,
  memberNames,
  members,
  postMentions,
  posts,
  postUploads,
  threads,
  uploads as uploadsTable,
} from '../../db/tables/index.ts'
import { categoryTree } from '../categories/tree.ts'
import type { Ctx } from '../core/context.ts'
import { oneOf } from '../core/db.ts'
import type { Known, KnownGroup, KnownMember, KnownUpload } from '../core/text/cooked.ts'
import { normaliseName } from '../members/names.ts'

export type Conditions = {
  /** Which groups are called; null for none. */
  readonly groups: SQL | null
  /** Which uploads are shown. */
  readonly uploads: SQL
}

/** Groups that let themselves be called. */
export const mentionable: SQL = sql`${groups.mentionable}`

/** Groups that a post has called before. */
export const mentionedIn = (postId: number): SQL => sql`exists (
  select 1 from ${postMentions} where ${postMentions.postId} = ${postId} and ${postMentions.kind} = 'group'
    and ${postMentions.targetId} = ${groups.id})`

/**
 * Uploads that the actor may show: their own, and those that stand in a post that is in plain sight of them. (Narrower
 * than the rule of sight of posts, which features above this one know: what a moderator sees is not theirs to repeat.)
 */
export function showableBy(ctx: Ctx): SQL {
  const seen = oneOf(threads.categoryId, ctx.read(categoryTree).idsHaving(ctx.actor, 'see'))
  const inSight = and(
    eq(postUploads.uploadId, uploadsTable.id),
    seen,
    isNull(posts.hiddenAt),
    isNull(posts.deletedAt),
    isNull(threads.hiddenAt),
    isNull(threads.deletedAt),
  )
  return sql`(${uploadsTable.memberId} = ${ctx.actor.id ?? 0} or exists (
    select 1 from ${postUploads} join ${posts} on ${posts.id} = ${postUploads.postId}
    join ${threads} on ${threads.id} = ${posts.threadId} where ${inSight}))`
}

/** Uploads of a post's author, and those that it has shown before. */
export function shownIn({ id, authorId }: { id: number; authorId: number }): SQL {
  const before = shownBy(id)
  return or(eq(uploadsTable.memberId, authorId), before) ?? before
}

/** Uploads that a post has shown before. */
export const shownBy = (postId: number): SQL => sql`exists (select 1 from ${postUploads}
  where ${postUploads.postId} = ${postId} and ${postUploads.uploadId} = ${uploadsTable.id})`

type Named = { readonly typed: string; readonly kind: 'member' | 'group'; readonly id: number; readonly name: string }

/**
 * Members and groups by what was typed, in any case: a name that somebody had before is them still, one of the erased is
 * nobody's. One query, or none.
 */
export async function people(
  ctx: Ctx,
  names: readonly string[],
  conditions: Conditions,
): Promise<Pick<Known, 'members' | 'groups'>> {
  const found = { members: new Map<string, KnownMember>(), groups: new Map<string, KnownGroup>() }
  if (names.length === 0) return found
  const asked = sql`unnest(${sql.param([...names])}::text[], ${sql.param(names.map(normaliseName))}::text[]) as asked (typed, name)`
  const called = sql`union all
    select asked.typed, 'group', ${groups.id}::float8, ${groups.slug}
    from ${asked} join ${groups} on ${groups.slug} = lower(asked.name) and ${conditions.groups}`
  const rows = await ctx.db.execute<Named>(sql`
    select asked.typed, 'member' as kind, ${members.id}::float8 as id, ${members.name} as name
    from ${asked} join ${members} on lower(${members.name}) = lower(asked.name) and ${members.erasedAt} is null
    union all
    select asked.typed, 'member', ${members.id}::float8, ${members.name}
    from ${asked} join ${memberNames} on ${memberNames.name} = lower(asked.name)
    join ${members} on ${members.id} = ${memberNames.memberId}
    ${conditions.groups ? called : sql``}`)
  for (const { typed, kind, id, name } of rows) {
    if (kind === 'member') found.members.set(typed, { id, name })
    else found.groups.set(typed, { id, slug: name })
  }
  return found
}

/** Uploads by their keys. One query, or none. */
export async function uploads(
  ctx: Ctx,
  keys: readonly string[],
  conditions: Conditions,
): Promise<ReadonlyMap<string, KnownUpload>> {
  if (keys.length === 0) return new Map()
  const { id, key, name, type, width, height, variants } = uploadsTable
  const rows = await ctx.db
    .select({ id, key, name, type, width, height, variants })
    .from(uploadsTable)
    .where(
      and(sql`${key} = any(${sql.param([...keys])}::text[])`, eq(uploadsTable.purpose, 'post'), conditions.uploads),
    )
  return new Map(
    rows.map(({ variants, ...row }) => [
      row.key,
      { ...row, sizes: variants.map(({ width, format }) => ({ width, format })) },
    ]),
  )
}
