/** What the ballots of a poll say together. */
import { type Choice, TOP } from './ballot.ts'
import type { Poll } from './definition.ts'

/** Equal ballots, and how many there are. */
export type Pile = { readonly choice: Choice; readonly count: number }

export type OptionCount = {
  /** Ballots that name it; of a ranked poll, that put it first; of a rating, that score it. */
  readonly count: number
  /** Of all ballots, from 0 to 1. */
  readonly share: number
  /** Of a rating: the mean of its scores, how far they lie around it (standard deviation), how many gave each from 1 on. */
  readonly average: number | null
  readonly spread: number | null
  readonly scores: readonly number[]
}

/** A round of the run-off. */
export type Round = {
  /** Ballots for each option; null for those that are out. */
  readonly counts: readonly (number | null)[]
  /** Ballots that name none of those left. */
  readonly spent: number
  /** Options that leave after it. */
  readonly out: readonly number[]
}

export type Result = {
  readonly votes: number
  readonly options: readonly OptionCount[]
  /** Of a ranked poll. */
  readonly rounds: readonly Round[]
  /** Options that none is before; more than one where they are level. */
  readonly leaders: readonly number[]
}

export function countVotes({ kind, options }: Pick<Poll, 'kind' | 'options'>, piles: readonly Pile[]): Result {
  const votes = sum(piles.map(({ count }) => count))
  const counted = options.map((_, option) =>
    kind === 'rating' ? scoresOf(option, piles, votes) : namingOf(option, kind === 'ranked', piles, votes),
  )
  const rounds = kind === 'ranked' && votes > 0 ? runOff(options.length, piles) : []
  const last = rounds.at(-1)?.counts ?? counted.map(({ average, count }) => (kind === 'rating' ? average : count))
  return { votes, options: counted, rounds, leaders: votes > 0 ? best(last) : [] }
}

function namingOf(option: number, first: boolean, piles: readonly Pile[], votes: number): OptionCount {
  const names = ({ choice }: Pile) => (first ? choice[0] === option : choice.includes(option))
  const count = sum(piles.filter(names).map(pile => pile.count))
  return { count, share: shareOf(count, votes), average: null, spread: null, scores: [] }
}

function scoresOf(option: number, piles: readonly Pile[], votes: number): OptionCount {
  const scores = Array.from({ length: TOP }, (_, below) =>
    sum(piles.filter(({ choice }) => choice[option] === below + 1).map(({ count }) => count)),
  )
  const count = sum(scores)
  const share = shareOf(count, votes)
  if (count === 0) return { count, share, average: null, spread: null, scores }
  const average = sum(scores.map((times, below) => times * (below + 1))) / count
  const spread = Math.sqrt(sum(scores.map((times, below) => times * (below + 1 - average) ** 2)) / count)
  return { count, share, average, spread, scores }
}

/**
 * Instant run-off: each ballot counts for the first of its options that is left. Who has more than half wins; else the
 * last leaves. Of several last, the one leaves that was behind in the latest round in which they differed; those that
 * never differed leave together, so that no order of writing decides. Where all that are left are level, they end level.
 */
function runOff(options: number, piles: readonly Pile[]): Round[] {
  const rounds: Round[] = []
  let left = Array.from({ length: options }, (_, option) => option)
  for (;;) {
    const counts: (number | null)[] = Array.from({ length: options }, (_, option) => (left.includes(option) ? 0 : null))
    let spent = 0
    for (const { choice, count } of piles) {
      const counted = choice.find(option => left.includes(option))
      if (counted === undefined) spent += count
      else counts[counted] = (counts[counted] ?? 0) + count
    }
    const values = left.map(option => counts[option] ?? 0)
    const isOver = Math.max(...values) * 2 > sum(values) || new Set(values).size === 1
    const out = isOver ? [] : lastOf(left, [...rounds.map(round => round.counts), counts])
    rounds.push({ counts, spent, out })
    if (isOver) return rounds
    left = left.filter(option => !out.includes(option))
  }
}

/** @param counts of all rounds so far */
function lastOf(left: readonly number[], counts: readonly Round['counts'][]): readonly number[] {
  let last = left
  for (const round of counts.toReversed()) {
    const fewest = Math.min(...last.map(option => round[option] ?? 0))
    last = last.filter(option => (round[option] ?? 0) === fewest)
  }
  return last
}

function best(values: readonly (number | null)[]): number[] {
  const most = Math.max(...values.map(value => value ?? 0))
  return values.flatMap((value, option) => (value === most ? [option] : []))
}

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0)
const shareOf = (count: number, votes: number): number => (votes === 0 ? 0 : count / votes)
