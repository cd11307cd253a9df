/**
 * Where a feature or a plugin may change what another does. Names and payloads are interfaces, widened by who offers the
 * point: a misspelt name does not compile, and the list of them is the reference of what can be extended.
 */
import type { Ctx } from './context.ts'

/** Values that may be changed or refused before a verb's transaction, by name. */
// biome-ignore lint/suspicious/noEmptyInterface: features widen it by declaration merging
export interface FilterPoints {}
export type FilterPoint = keyof FilterPoints & string

/** Answers with what the value is to be instead, or with nothing; throws an AppError to refuse. */
type Filter<P extends FilterPoint> = (
  ctx: Ctx,
  value: FilterPoints[P],
) => FilterPoints[P] | undefined | void | Promise<FilterPoints[P] | undefined | void>

export type Filters = { readonly [P in FilterPoint]?: Filter<P> }

/** Hands a value through all who filter it, in their order. @throws what one of them refuses it with */
export async function filtered<P extends FilterPoint>(
  ctx: Ctx,
  point: P,
  value: FilterPoints[P],
): Promise<FilterPoints[P]> {
  let current = value
  for (const filters of ctx.host.filters) current = (await filters[point]?.(ctx, current)) ?? current
  return current
}
