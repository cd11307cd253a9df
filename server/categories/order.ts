/** Where categories stand: below which other, and in which order. One verb, whoever moves what by which means. */
import { asc, eq } from 'drizzle-orm'
import { categories } from '../../db/tables/index.ts'
import { audit } from '../core/audit.ts'
import { invalidate } from '../core/cache.ts'
import type { Ctx } from '../core/context.ts'
import { Invalid, NotFound } from '../core/errors.ts'
import { emit } from '../core/events/emit.ts'
import { checkOrder, orderVersion } from '../core/order.ts'
import { authorize } from '../core/permissions.ts'
import { transaction } from '../core/transaction.ts'
import { checkRights, parentOf, rightsOf } from './service.ts'
import { categoryTree, inOrder } from './tree.ts'

type Placed = { readonly id: number; readonly parentId: number | null }

type Place = Placed & {
  /** The sibling that it comes right before; null for the last place. */
  readonly before: number | null
  /** The order that whoever moves has seen; without one, whatever it is. */
  readonly version?: number | undefined
}

const versionOf = (all: readonly Placed[]): number =>
  orderVersion(all.map(({ id, parentId }) => `${id}<${parentId ?? ''}`))

/** All categories as they stand, for who keeps them, and the version of that. @throws Forbidden */
export function order(ctx: Ctx): { readonly items: readonly Placed[]; readonly version: number } {
  authorize(ctx, 'category.manage', null)
  const { all } = ctx.read(categoryTree)
  return { items: all, version: versionOf(all) }
}

/**
 * Puts a category, with all below it, into a place.
 * @throws NotFound; Invalid for a parent that it holds itself, one that fewer may see, or a neighbour that is none;
 * AppError 412 when the order is another than the one that was seen
 */
export async function place(ctx: Ctx, { id, parentId, before, version }: Place): Promise<void> {
  authorize(ctx, 'category.manage', null)
  const category = ctx.read(categoryTree).get(id)
  if (!category) throw new NotFound()
  const parent = parentOf(ctx, parentId)
  if (parentId !== category.parentId) checkRights(rightsOf(category), parent)
  await transaction(ctx, async ctx => {
    const rows = await lockAll(ctx)
    checkOrder(version, versionOf(rows))
    if (parentId === id || inOrder(rows, id).some(one => one.id === parentId))
      throw new Invalid({ parentId: { key: 'category.error.circle' } })
    const siblings = rows.filter(one => one.parentId === parentId && one.id !== id).map(one => one.id)
    const at = before === null ? siblings.length : siblings.indexOf(before)
    if (at < 0) throw new Invalid({ before: { key: 'invalid.choice' } })
    const wanted = siblings.toSpliced(at, 0, id)
    if (isSame(wanted, rows, parentId)) return
    for (const [position, one] of wanted.entries())
      await ctx.db.update(categories).set({ position, parentId }).where(eq(categories.id, one))
    await invalidate(ctx, categoryTree)
    await audit(ctx, { act: 'category.move', targetType: 'category', targetId: id, data: { parentId, before } })
    emit(ctx, 'category.changed', { categoryId: id })
  })
}

/** Puts a category one place up or down among its siblings; at either end it stays. @throws as `place` does */
export async function move(
  ctx: Ctx,
  { id, by, version }: Pick<Place, 'id' | 'version'> & { by: -1 | 1 },
): Promise<void> {
  authorize(ctx, 'category.manage', null)
  const tree = ctx.read(categoryTree)
  const category = tree.get(id)
  if (!category) throw new NotFound()
  const { parentId } = category
  const siblings = tree.all.filter(one => one.parentId === parentId).map(one => one.id)
  const to = siblings.indexOf(id) + by
  if (to < 0 || to >= siblings.length) return
  const before = siblings[by < 0 ? to : to + 1] ?? null
  await place(ctx, { id, parentId, before, version })
}

/** Everybody who moves something holds all rows, always in the same order: one comes after the other. */
async function lockAll(ctx: Ctx): Promise<Placed[]> {
  const rows = await ctx.db
    .select({ id: categories.id, parentId: categories.parentId, position: categories.position })
    .from(categories)
    .orderBy(asc(categories.id))
    .for('no key update')
  return inOrder(rows.sort((a, b) => a.position - b.position || a.id - b.id))
}

function isSame(wanted: readonly number[], rows: readonly Placed[], parentId: number | null): boolean {
  const now = rows.filter(one => one.parentId === parentId).map(one => one.id)
  return now.length === wanted.length && now.every((one, index) => one === wanted[index])
}
