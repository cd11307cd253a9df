/** Whether somebody has a right in a category, and by what: the same rule as the tree's, told instead of applied. */
import { type Actor, isAdministrator } from '../core/actor.ts'
import type { Category, CategoryTree, Right } from './tree.ts'

export type Reason =
  | { readonly may: true; readonly because: 'administrator' }
  /** Through these groups, each of which would do. */
  | { readonly may: true; readonly because: 'moderates' | 'granted'; readonly groups: readonly number[] }
  /** Has the right and does not read there, or does not have it. */
  | { readonly may: false; readonly because: 'unseen' | 'ungranted' }

/** Why an actor may, or may not, do something there. Agrees with `tree.allows` (tests). */
export function reasonFor(tree: CategoryTree, actor: Actor, right: Right, category: Category): Reason {
  if (isAdministrator(actor)) return { may: true, because: 'administrator' }
  const through = (one: Right) => [...category.rights[one]].filter(group => actor.groups.has(group))
  const moderating = through('moderate')
  if (moderating.length > 0)
    return { may: true, because: right === 'moderate' ? 'granted' : 'moderates', groups: moderating }
  const groups = through(right)
  if (groups.length === 0) return { may: false, because: 'ungranted' }
  return tree.allows(actor, 'see', category.id)
    ? { may: true, because: 'granted', groups }
    : { may: false, because: 'unseen' }
}
