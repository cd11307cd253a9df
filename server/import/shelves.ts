/** Where threads are put: categories and tags that come in. */
import { inArray, sql } from 'drizzle-orm'
import { categories as categoriesTable, groups, tags } from '../../db/tables/index.ts'
import * as categories from '../categories/service.ts'
import { GROUP } from '../core/actor.ts'
import type { Ctx } from '../core/context.ts'
import { transaction } from '../core/transaction.ts'
import { changeShape } from '../tags/lock.ts'
import { normaliseTag, problemWithTag, slugOfTag } from '../tags/names.ts'
import { slugOf } from '../threads/service.ts'
import { known, note } from './places.ts'
import type { CategoryRecord, TagRecord } from './records.ts'
import type { Report } from './report.ts'

export type Shelf = { readonly id: number; readonly slug: string }

const LONGEST_NAME = 60

/** Only staff see, write and keep it. */
const STAFF_ONLY: categories.RightsByGroup = {
  see: [GROUP.staff],
  reply: [GROUP.staff],
  create: [GROUP.staff],
  moderate: [GROUP.moderators],
}

type CategoryOptions = {
  readonly source: string
  readonly records: ReadonlyMap<string, CategoryRecord>
  /** Whether new categories are shown to staff alone. */
  readonly staffOnly: boolean
}

/**
 * Makes the categories that are not here yet, those that hold others first. One that is open there and has the slug of one
 * here is that one.
 * @returns them by the source's ids
 */
export async function settleCategories(
  ctx: Ctx,
  { source, records, staffOnly }: CategoryOptions,
  report: Report,
): Promise<ReadonlyMap<string, Shelf>> {
  const claimed = await known(ctx, source, 'category')
  const settle = async (record: CategoryRecord, path: readonly string[]): Promise<number> => {
    const before = claimed.get(record.id)
    if (before !== undefined) return before
    const parent = record.parentId && !path.includes(record.parentId) ? records.get(record.parentId) : undefined
    const parentId = parent ? await settle(parent, [...path, record.id]) : null
    const id = await makeCategory(ctx, { record, parentId, source, staffOnly }, report)
    claimed.set(record.id, id)
    return id
  }
  for (const record of [...records.values()].sort(byPlace)) await settle(record, [])
  return shelvesOf(ctx, claimed)
}

/** As the source lists them; those of which it gives but the number come last, by that. */
function byPlace(one: CategoryRecord, other: CategoryRecord): number {
  if (one.name !== null && other.name !== null) return 0
  if (one.name === null && other.name === null) return Number(one.id) - Number(other.id) || 0
  return one.name === null ? 1 : -1
}

type NewCategory = Pick<CategoryOptions, 'source' | 'staffOnly'> & {
  readonly record: CategoryRecord
  readonly parentId: number | null
}

async function makeCategory(ctx: Ctx, { record, parentId, source, staffOnly }: NewCategory, report: Report) {
  const number = ctx.t('import.category', { number: record.id })
  const slug = record.slug || slugOf(record.name ?? number) || `category-${record.id}`
  const closed = record.closed || staffOnly
  if (record.name === null) report.mend('categories of unknown name')
  const taken = await slugsLike(ctx, slug)
  const name = record.name ?? (taken.has(slug) ? `${number} (${source})` : number)
  const rights = closed ? STAFF_ONLY : record.rights && (await rightsFrom(ctx, record.rights))
  // A mere number says nothing: another source's is another category. What is closed there joins nothing that is open.
  const same = record.name === null || closed ? undefined : taken.get(slug)
  const made = await transaction(ctx, async ctx => {
    const category =
      same !== undefined
        ? { id: same }
        : await categories.create(ctx, {
            name: name.slice(0, LONGEST_NAME),
            slug: freeSlug(slug, taken),
            description: record.description ?? '',
            parentId,
            ...(record.tone && { tone: record.tone }),
            ...(rights && { rights }),
          })
    await note(ctx, source, 'category', [{ sourceId: record.id, targetId: category.id }])
    return category
  })
  if (same === undefined) report.came('categories', 1)
  return made.id
}

/** Groups that are not here give nobody anything. */
async function rightsFrom(ctx: Ctx, rights: NonNullable<CategoryRecord['rights']>): Promise<categories.RightsByGroup> {
  const rows = await ctx.db.select({ id: groups.id, slug: groups.slug }).from(groups)
  const ids = new Map(rows.map(({ slug, id }) => [slug, id]))
  const idsOf = (slugs: readonly string[]) => slugs.flatMap(slug => ids.get(slug) ?? [])
  return {
    see: idsOf(rights.see),
    reply: idsOf(rights.reply),
    create: idsOf(rights.create),
    moderate: idsOf(rights.moderate),
  }
}

async function slugsLike(ctx: Ctx, slug: string): Promise<ReadonlyMap<string, number>> {
  const rows = await ctx.db
    .select({ slug: categoriesTable.slug, id: categoriesTable.id })
    .from(categoriesTable)
    .where(sql`starts_with(${categoriesTable.slug}, ${slug})`)
  return new Map(rows.map(row => [row.slug, row.id]))
}

function freeSlug(slug: string, taken: ReadonlyMap<string, number>): string {
  for (let place = 1; ; place++) {
    const one = place === 1 ? slug : `${slug}-${place}`
    if (!taken.has(one)) return one
  }
}

async function shelvesOf(ctx: Ctx, claimed: ReadonlyMap<string, number>): Promise<ReadonlyMap<string, Shelf>> {
  if (claimed.size === 0) return new Map()
  const rows = await ctx.db
    .select({ id: categoriesTable.id, slug: categoriesTable.slug })
    .from(categoriesTable)
    .where(inArray(categoriesTable.id, [...claimed.values()]))
  const byId = new Map(rows.map(row => [row.id, row]))
  return new Map(
    [...claimed].flatMap(([source, id]) => {
      const row = byId.get(id)
      return row ? [[source, row]] : []
    }),
  )
}

/**
 * Makes the tags that are not here yet; a synonym stands for its tag.
 * @returns them by the names that the source gave them, without those that cannot be a tag's
 */
export async function settleTags(
  ctx: Ctx,
  records: ReadonlyMap<string, TagRecord>,
  report: Report,
): Promise<ReadonlyMap<string, Shelf>> {
  const wanted = new Map<string, TagRecord & { readonly slug: string }>()
  for (const [given, record] of records) {
    const name = normaliseTag(record.name)
    if (problemWithTag(name)) report.leaveOut({ kind: 'left-out', why: 'tags whose name cannot be one here' })
    else wanted.set(given, { ...record, name, slug: slugOfTag(name) })
  }
  if (wanted.size === 0) return new Map()
  const bySlug = new Map([...wanted.values()].map(record => [record.slug, record]))
  await transaction(ctx, async ctx => {
    await changeShape(ctx)
    const made = await ctx.db
      .insert(tags)
      .values([...bySlug.values()].map(record => tagRow(ctx, record)))
      .onConflictDoNothing()
      .returning({ id: tags.id, slug: tags.slug })
    report.came('tags', made.length)
    const synonyms = made.flatMap(({ id, slug }) => {
      const of = bySlug.get(slug)?.synonymOf
      return of ? [{ id, of: slugOfTag(normaliseTag(of)) }] : []
    })
    await ctx.db.execute(sql`
      update tags set synonym_of_id = of.id
      from json_to_recordset(${JSON.stringify(synonyms)}::json) as r (id bigint, "of" text)
        join tags of on of.slug = r."of" and of.synonym_of_id is null
      where tags.id = r.id and of.id <> r.id and not exists (select from tags other where other.synonym_of_id = tags.id)`)
  })
  const rows = await ctx.db.execute<Shelf & { asked: string }>(sql`
    select given.slug as asked, coalesce(tag.id, given.id)::float8 as id, coalesce(tag.slug, given.slug) as slug
    from tags given left join tags tag on tag.id = given.synonym_of_id
    where given.slug = any(${sql.param([...bySlug.keys()])}::text[])`)
  const found = new Map(rows.map(({ asked, ...shelf }) => [asked, shelf]))
  return new Map(
    [...wanted].flatMap(([given, { slug }]) => {
      const shelf = found.get(slug)
      return shelf ? [[given, shelf]] : []
    }),
  )
}

const tagRow = (ctx: Ctx, { slug, name, description = '', listed = false }: TagRecord & { readonly slug: string }) => ({
  ...{ slug, name, description, listed },
  createdAt: ctx.now(),
})
