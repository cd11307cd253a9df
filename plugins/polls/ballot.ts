/**
 * What a member chose, in one list of numbers: of a single choice its option, of a multiple one its options, of a ranked
 * one options from the first on, of a rating one score for each option, 0 for none.
 */
import type { Poll } from './definition.ts'

export type Choice = readonly number[]

/** The best score. */
export const TOP = 5

/** The choice as it is kept; null for one that the poll does not offer. */
export function choiceFor({ kind, options }: Pick<Poll, 'kind' | 'options'>, given: Choice): Choice | null {
  if (kind === 'rating') {
    const scored = given.length === options.length && given.every(one => isWithin(one, 0, TOP))
    return scored && given.some(one => one > 0) ? given : null
  }
  const most = kind === 'single' ? 1 : options.length
  const offered = given.every(one => isWithin(one, 0, options.length - 1)) && new Set(given).size === given.length
  if (given.length < 1 || given.length > most || !offered) return null
  return kind === 'multiple' ? given.toSorted((a, b) => a - b) : given
}

/** What a form says. Of a ranked poll it says for each option in which place it stands, 0 for none. */
export function choiceOfForm({ kind, options }: Pick<Poll, 'kind' | 'options'>, given: Choice): Choice {
  if (kind !== 'ranked') return given
  const ranked = given.flatMap((rank, option) => (rank > 0 ? [{ rank, option }] : []))
  const twice = new Set(ranked.map(({ rank }) => rank)).size < ranked.length
  // No ballot: two options cannot be in one place.
  if (twice || given.length !== options.length) return []
  return ranked.toSorted((a, b) => a.rank - b.rank).map(({ option }) => option)
}

const isWithin = (value: number, min: number, max: number): boolean =>
  Number.isInteger(value) && value >= min && value <= max
