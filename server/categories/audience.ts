/** Who reads a category, compared by groups: some groups hold others whole. */
import { GROUP } from '../core/actor.ts'
import type { Category } from './tree.ts'

/** Whether whoever is in `group` is also in one of `groups`: everyone holds all, members all but visitors, a trust level all above it. */
export function covered(group: number, groups: Iterable<number>): boolean {
  const wide = new Set(groups)
  if (wide.has(group) || wide.has(GROUP.everyone)) return true
  if (group === GROUP.everyone) return false
  if (wide.has(GROUP.members)) return true
  if ((group === GROUP.moderators || group === GROUP.administrators) && wide.has(GROUP.staff)) return true
  return group > GROUP.trust0 && group <= GROUP.trust0 + 4 && covered(group - 1, wide)
}

/** The groups that read it. */
export const readersOf = ({ rights }: Pick<Category, 'rights'>): readonly number[] => [
  ...rights.see,
  ...rights.moderate,
]

/** Whether the same people read both. */
export function sameReaders(one: Pick<Category, 'rights'>, other: Pick<Category, 'rights'>): boolean {
  const [first, second] = [readersOf(one), readersOf(other)]
  return first.every(group => covered(group, second)) && second.every(group => covered(group, first))
}
