/** Reads of categories; what is not seen is not there. */
import { categories } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import { NotFound } from '../core/errors.ts'
import { type Category, categoryTree } from './tree.ts'

export type CategoryRow = Category & { readonly threadCount: number; readonly postCount: number }

/** All categories in sight with their counts, parents before children. One query. */
export async function list(ctx: Ctx): Promise<CategoryRow[]> {
  const known = await counts(ctx)
  return ctx
    .read(categoryTree)
    .having(ctx.actor, 'see')
    .map(category => ({ ...category, ...(known.get(category.id) ?? { threadCount: 0, postCount: 0 }) }))
}

/** Those right below a category that are in sight. One query, or none where there are none. */
export async function below(ctx: Ctx, id: number): Promise<readonly CategoryRow[]> {
  const some = ctx
    .read(categoryTree)
    .having(ctx.actor, 'see')
    .some(one => one.parentId === id)
  return some ? (await list(ctx)).filter(one => one.parentId === id) : []
}

/** One category in sight, from memory. @throws NotFound */
export function get(ctx: Ctx, which: number | string): Category {
  const tree = ctx.read(categoryTree)
  const found = typeof which === 'number' ? tree.get(which) : tree.find(which)
  if (!found || !tree.allows(ctx.actor, 'see', found.id)) throw new NotFound()
  return found
}

/** How many threads and posts each category holds, by its id. One query. */
export async function counts(ctx: Ctx): Promise<ReadonlyMap<number, { threadCount: number; postCount: number }>> {
  const rows = await ctx.db
    .select({ id: categories.id, threadCount: categories.threadCount, postCount: categories.postCount })
    .from(categories)
  return new Map(rows.map(({ id, ...rest }) => [id, rest]))
}
