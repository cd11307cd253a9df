/**
 * Reads of tags. A tag's name may tell as much as a title: one that is only on threads out of the reader's sight is not
 * there for them, and its number counts only what they could go and read.
 */
import { and, eq, isNull, or, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { tagCounts, tags, threadTags } from '../../db/tables/index.ts'
import { categoryTree } from '../categories/tree.ts'
import { isAdministrator } from '../core/actor.ts'
import type { Ctx } from '../core/context.ts'
import { pageOf, readCursor } from '../core/cursor.ts'
import { oneOf } from '../core/db.ts'
import { Invalid, NotFound } from '../core/errors.ts'
import { normaliseTag, slugOfTag } from './names.ts'

/** A tag as threads and lists show it. */
export type TagRef = { readonly slug: string; readonly name: string }

export type TagRow = TagRef & {
  readonly id: number
  readonly description: string
  /** Made by staff to be used: shown to all even before its first thread. */
  readonly listed: boolean
  /** Threads with it that the reader could go and read. */
  readonly threads: number
  readonly synonyms: readonly TagRef[]
}

/** A thread's tags as one JSON array, for a query of threads: `threadId` is their column, or a placeholder. */
export const tagsOfThread = (threadId: SQLWrapper): SQL<TagRef[]> =>
  sql<
    TagRef[]
  >`(select coalesce(json_agg(json_build_object('slug', tag.slug, 'name', tag.name) order by tag.slug), '[]'::json)
    from ${threadTags} given join ${tags} tag on tag.id = given.tag_id where given.thread_id = ${threadId})`

/** Tags in sight, most used first. `q` is how a word of their name begins, or of a synonym's. One query. */
export async function list(
  ctx: Ctx,
  { q = '', cursor, limit }: { q?: string | undefined; cursor?: string | undefined; limit: number },
) {
  const after = readCursor(cursor, 2)
  const { query, threads, visible } = inSight(ctx)
  const rows: TagRow[] = await query
    .where(
      and(
        visible,
        beginsWith(slugOfTag(normaliseTag(q))),
        after ? sql`(${threads}, -${tags.id}) < (${after[0]}::bigint, -${after[1]}::bigint)` : undefined,
      ),
    )
    .orderBy(sql`${threads} desc`, tags.id)
    .limit(limit + 1)
  return pageOf(rows, limit, row => [row.threads, row.id])
}

/** The tag that a name or slug names, itself or through a synonym. @throws NotFound when it is out of sight */
export const find = async (ctx: Ctx, name: string): Promise<TagRow> => (await byName(ctx, name)) ?? missing()

/** The same of a name in a form or a body. @throws Invalid at `field` */
export async function named(ctx: Ctx, name: string, field: string): Promise<TagRow> {
  const found = await byName(ctx, name)
  if (!found) throw new Invalid({ [field]: { key: 'tag.error.none', values: { name } } })
  return found
}

/** Those of some names or slugs that are tags in sight, themselves or through a synonym. One query. */
export async function among(ctx: Ctx, names: readonly string[]): Promise<TagRow[]> {
  const slugs = names.map(name => slugOfTag(normaliseTag(name)))
  const { query, visible } = inSight(ctx)
  const meant = sql`(select coalesce(named.synonym_of_id, named.id) from ${tags} named
    where named.slug = any(${sql.param(slugs)}::text[]))`
  return query.where(and(sql`${tags.id} in ${meant}`, visible))
}

/** Whether a name or slug is the tag's own, or a synonym's. */
export function isCalled({ slug, synonyms }: Pick<TagRow, 'slug' | 'synonyms'>, name: string): boolean {
  const asked = slugOfTag(normaliseTag(name))
  return slug === asked || synonyms.some(synonym => synonym.slug === asked)
}

/** @throws NotFound when it is out of sight, or a synonym */
export const get = async (ctx: Ctx, id: number): Promise<TagRow> => (await one(ctx, eq(tags.id, id))) ?? missing()

function byName(ctx: Ctx, name: string): Promise<TagRow | undefined> {
  const slug = slugOfTag(normaliseTag(name))
  const meant = sql`(select coalesce(synonym_of_id, id) from ${tags} named where slug = ${slug})`
  return one(ctx, sql`${tags.id} = ${meant}`)
}

async function one(ctx: Ctx, condition: SQL): Promise<TagRow | undefined> {
  const { query, visible } = inSight(ctx)
  const [row] = await query.where(and(condition, visible))
  return row
}

function missing(): never {
  throw new NotFound()
}

/** Which of these tags are in sight. */
export async function seen(ctx: Ctx, ids: readonly number[]): Promise<ReadonlySet<number>> {
  const { query, visible } = inSight(ctx)
  return new Set((await query.where(and(oneOf(tags.id, ids), visible))).map(row => row.id))
}

const synonym = alias(tags, 'synonym')
const synonyms = sql<
  TagRef[]
>`(select coalesce(json_agg(json_build_object('slug', ${synonym.slug}, 'name', ${synonym.name}) order by ${synonym.slug}), '[]'::json)
  from ${tags} synonym where ${synonym.synonymOfId} = ${tags.id})`

/** The query of tags with their number for this reader, and the condition that they may see them. */
function inSight(ctx: Ctx) {
  const open = ctx.read(categoryTree).idsHaving(ctx.actor, 'see')
  const used = ctx.db
    .select({ threads: sql<number>`coalesce(sum(${tagCounts.threads}), 0)::int`.as('used_threads') })
    .from(tagCounts)
    .where(and(eq(tagCounts.tagId, tags.id), oneOf(tagCounts.categoryId, open)))
    .as('used')
  const { id, slug, name, description, listed } = tags
  const { threads } = used
  const query = ctx.db
    .select({ id, slug, name, description, listed, threads, synonyms })
    .from(tags)
    .crossJoinLateral(used)
  const shown = isAdministrator(ctx.actor) ? undefined : or(tags.listed, sql`${threads} > 0`)
  return { query, threads, visible: and(isNull(tags.synonymOfId), shown) }
}

function beginsWith(slug: string): SQL | undefined {
  if (slug === '') return undefined
  const start = `${slug.replaceAll(/[\\%_]/g, '\\$&')}%`
  const fits = (column: SQLWrapper) => sql`(${column} like ${start} or ${column} like ${`%-${start}`})`
  return sql`(${fits(tags.slug)} or exists (select 1 from ${tags} synonym where ${synonym.synonymOfId} = ${tags.id} and ${fits(synonym.slug)}))`
}
