/** The results of a poll as a table to take along. */
import type { TableRow, ViewParts } from 'guildhall/plugin'
import { TOP } from './ballot.ts'
import type { OptionCount, Result } from './count.ts'
import type { Poll } from './definition.ts'

/** A line for each option under one that says what its columns are; of a ranked poll also the rounds of its count. */
export function resultsTable(
  t: ViewParts['t'],
  { kind, options }: Poll,
  { options: counted, rounds }: Result,
): TableRow[] {
  const rated = kind === 'rating'
  const scores = rated ? Array.from({ length: TOP }, (_, below) => t('score', { score: below + 1, top: TOP })) : []
  const measures = rated ? [t('averageHead'), t('spread'), ...scores] : [t('shares')]
  const head = [t('option'), t('votesHead'), ...measures, ...rounds.map((_, at) => t('round', { round: at + 1 }))]
  const lines = counted.map((one, option) => [
    options[option] ?? '',
    one.count,
    ...(rated ? [rounded(one.average), rounded(one.spread), ...one.scores] : [rounded(one.share)]),
    ...rounds.map(({ counts }) => counts[option] ?? null),
  ])
  const spent = [t('spent'), null, ...measures.map(() => null), ...rounds.map(round => round.spent)]
  return [head, ...lines, ...(rounds.length > 0 ? [spent] : [])]
}

/** Four places are more than any poll has votes for. */
const rounded = (value: OptionCount['average']): number | null =>
  value === null ? null : Math.round(value * 1e4) / 1e4
