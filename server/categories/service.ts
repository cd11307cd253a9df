/** Verbs on categories. */
import { eq, inArray, max, sql } from 'drizzle-orm'
import { categories, categoryRights, categorySlugs, groups } from '../../db/tables/index.ts'
import { GROUP } from '../core/actor.ts'
import { audit } from '../core/audit.ts'
import { invalidate } from '../core/cache.ts'
import type { Ctx } from '../core/context.ts'
import { Conflict, Invalid, NotFound } from '../core/errors.ts'
import { emit } from '../core/events/emit.ts'
import { authorize } from '../core/permissions.ts'
import { transaction } from '../core/transaction.ts'
import { covered, readersOf } from './audience.ts'
import { type Category, categoryTree, RIGHTS, type Right } from './tree.ts'

declare module '../core/events/emit.ts' {
  interface DomainEvents {
    /** A category is there. */
    'category.created': { readonly categoryId: number }
    /** Its name, address, place or rights are others. */
    'category.changed': { readonly categoryId: number }
    /** A category is gone; it held nothing. */
    'category.removed': { readonly categoryId: number }
  }
}

declare module '../core/permissions.ts' {
  interface Permissions {
    'category.manage': null
  }
}

/** Ids of groups per right. */
export type RightsByGroup = Readonly<Record<Right, readonly number[]>>

export type CategoryFields = {
  readonly name: string
  readonly slug: string
  readonly description?: string | undefined
  readonly tone?: string | undefined
  readonly parentId?: number | null | undefined
  readonly rights?: RightsByGroup | undefined
}

/** Open to read for everyone, to write for members, kept by the moderators. */
export const OPEN_RIGHTS: RightsByGroup = {
  see: [GROUP.everyone],
  reply: [GROUP.members],
  create: [GROUP.members],
  moderate: [GROUP.moderators],
}

/**
 * Makes a category, last among its siblings; without rights it takes its parent's, or is open.
 * @throws Invalid for a taken slug, an unknown parent, or rights wider than the parent's
 */
export async function create(ctx: Ctx, input: CategoryFields): Promise<{ id: number }> {
  authorize(ctx, 'category.manage', null)
  const parent = parentOf(ctx, input.parentId ?? null)
  const rights = input.rights ?? (parent ? rightsOf(parent) : OPEN_RIGHTS)
  checkRights(rights, parent)
  const { name, slug, description = '', tone = parent?.tone ?? 'stone' } = input
  return transaction(ctx, async ctx => {
    await checkSlug(ctx, slug, null)
    const [last] = await ctx.db.select({ at: max(categories.position) }).from(categories)
    const [row] = await ctx.db
      .insert(categories)
      .values({
        name,
        slug,
        description,
        tone,
        parentId: parent?.id ?? null,
        position: (last?.at ?? 0) + 1,
        createdAt: ctx.now(),
      })
      .returning({ id: categories.id })
    if (!row) throw new Error('a category was not inserted')
    await takeSlug(ctx, slug)
    await writeRights(ctx, row.id, rights)
    await invalidate(ctx, categoryTree)
    await audit(ctx, { act: 'category.create', targetType: 'category', targetId: row.id, data: { name, slug } })
    emit(ctx, 'category.created', { categoryId: row.id })
    return row
  })
}

/** Changes what is given. Narrowing a parent's sight narrows its children's in the same act. */
export async function change(ctx: Ctx, { id, ...input }: { id: number } & Partial<CategoryFields>): Promise<void> {
  authorize(ctx, 'category.manage', null)
  const tree = ctx.read(categoryTree)
  const before = tree.get(id)
  if (!before) throw new NotFound()
  const parent = parentOf(ctx, input.parentId === undefined ? before.parentId : input.parentId)
  if (parent && ancestry(ctx, parent).some(one => one.id === id))
    throw new Invalid({ parentId: { key: 'category.error.circle' } })
  const rights = input.rights ?? rightsOf(before)
  checkRights(rights, parent)
  const { name = before.name, slug = before.slug, description = before.description, tone = before.tone } = input
  await transaction(ctx, async ctx => {
    await checkSlug(ctx, slug, id)
    await ctx.db
      .update(categories)
      .set({ name, slug, description, tone, parentId: parent?.id ?? null })
      .where(eq(categories.id, id))
    if (slug !== before.slug) await leaveSlug(ctx, { id, from: before.slug, to: slug })
    await writeRights(ctx, id, rights)
    await narrowChildren(ctx, id, rights.see)
    await invalidate(ctx, categoryTree)
    await audit(ctx, { act: 'category.change', targetType: 'category', targetId: id, data: { name, slug, rights } })
    emit(ctx, 'category.changed', { categoryId: id })
  })
}

/** Removes an empty category. @throws Conflict while it holds threads or categories */
export async function remove(ctx: Ctx, { id }: { id: number }): Promise<void> {
  authorize(ctx, 'category.manage', null)
  const category = ctx.read(categoryTree).get(id)
  if (!category) throw new NotFound()
  await transaction(ctx, async ctx => {
    const [held] = await ctx.db.execute<{ held: boolean }>(
      sql`select exists (select 1 from threads where category_id = ${id}) or exists (select 1 from categories where parent_id = ${id}) as held`,
    )
    if (held?.held) throw new Conflict('category.not-empty', 'category.error.notEmpty')
    await ctx.db.delete(categories).where(eq(categories.id, id))
    await invalidate(ctx, categoryTree)
    await audit(ctx, { act: 'category.remove', targetType: 'category', targetId: id, data: { name: category.name } })
    emit(ctx, 'category.removed', { categoryId: id })
  })
}

/** Ids of the groups with these slugs. @throws Invalid at `field` naming what is unknown */
export async function groupIds(ctx: Ctx, slugs: readonly string[], field: string): Promise<number[]> {
  const rows =
    slugs.length > 0
      ? await ctx.db
          .select()
          .from(groups)
          .where(inArray(groups.slug, [...slugs]))
      : []
  if (rows.length < new Set(slugs).size) throw new Invalid({ [field]: { key: 'category.error.unknownGroup' } })
  return rows.map(row => row.id)
}

/** A category's rights as lists, ready to change. */
export const rightsOf = ({ rights }: Category): RightsByGroup => ({
  see: [...rights.see],
  reply: [...rights.reply],
  create: [...rights.create],
  moderate: [...rights.moderate],
})

/** @throws Invalid for one that is not there */
export function parentOf(ctx: Ctx, parentId: number | null): Category | null {
  if (parentId === null) return null
  const parent = ctx.read(categoryTree).get(parentId)
  if (!parent) throw new Invalid({ parentId: { key: 'invalid.choice' } })
  return parent
}

/** A category and those above it. */
function ancestry(ctx: Ctx, category: Category): Category[] {
  const above = category.parentId === null ? undefined : ctx.read(categoryTree).get(category.parentId)
  return above ? [category, ...ancestry(ctx, above)] : [category]
}

/** Nobody sees a category whose parent they do not see: a path of names would give the parent away. @throws Invalid */
export function checkRights(rights: RightsByGroup, parent: Category | null): void {
  if (rights.moderate.includes(GROUP.everyone) || rights.moderate.includes(GROUP.members)) {
    throw new Invalid({ 'rights.moderate': { key: 'category.error.moderateTooWide' } })
  }
  const readers = parent && readersOf(parent)
  if (readers && [...rights.see, ...rights.moderate].some(group => !covered(group, readers))) {
    throw new Invalid({ 'rights.see': { key: 'category.error.widerThanParent' } })
  }
}

async function checkSlug(ctx: Ctx, slug: string, own: number | null): Promise<void> {
  const [taken] = await ctx.db.select({ id: categories.id }).from(categories).where(eq(categories.slug, slug))
  if (taken && taken.id !== own) throw new Invalid({ slug: { key: 'category.error.slugTaken' } })
}

/** Whoever has an address now is who it leads to. */
const takeSlug = (ctx: Ctx, slug: string) => ctx.db.delete(categorySlugs).where(eq(categorySlugs.slug, slug))

/** A category's former address goes on leading to it. */
async function leaveSlug(ctx: Ctx, { id, from, to }: { id: number; from: string; to: string }): Promise<void> {
  await takeSlug(ctx, to)
  const set = { categoryId: id }
  await ctx.db
    .insert(categorySlugs)
    .values({ slug: from, ...set })
    .onConflictDoUpdate({ target: categorySlugs.slug, set })
}

async function writeRights(ctx: Ctx, categoryId: number, rights: RightsByGroup): Promise<void> {
  await ctx.db.delete(categoryRights).where(eq(categoryRights.categoryId, categoryId))
  const rows = RIGHTS.flatMap(right => [...new Set(rights[right])].map(groupId => ({ categoryId, right, groupId })))
  if (rows.length > 0) await ctx.db.insert(categoryRights).values(rows)
}

async function narrowChildren(ctx: Ctx, parentId: number, see: readonly number[]): Promise<void> {
  for (const child of ctx.read(categoryTree).all.filter(one => one.parentId === parentId)) {
    const kept = [...child.rights.see].filter(group => covered(group, see))
    if (kept.length < child.rights.see.size) await writeRights(ctx, child.id, { ...rightsOf(child), see: kept })
    await narrowChildren(ctx, child.id, kept)
  }
}
