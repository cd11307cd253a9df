/** Results as tables, which the page and the command line show alike. */
import type { ViewParts } from 'guildhall/plugin'
import { TOP } from './ballot.ts'
import type { Result, Round } from './count.ts'
import type { Poll } from './definition.ts'

type T = ViewParts['t']

export type Table = {
  readonly heads: readonly string[]
  /** Cells, the first of which names the row. */
  readonly rows: readonly (readonly string[])[]
}

/** A row for each option: its votes with their share, or of a rating what it was given. */
export function countsTable(t: T, { kind, options }: Poll, result: Result): Table {
  const rated = kind === 'rating'
  const scores = Array.from({ length: TOP }, (_, below) => below + 1)
  const rating = [t('averageHead'), t('spread'), ...scores.map(score => t('score', { score, top: TOP }))]
  return {
    heads: [t('option'), t('votesHead'), ...(rated ? rating : [t('shares')])],
    rows: result.options.map(({ count, share, average, spread, scores: given }, option) => {
      const mean = average === null ? '–' : t('average', { average, top: TOP })
      const around = spread === null ? '–' : t('spreads', { spread })
      const more = rated
        ? [mean, around, ...scores.map(score => String(given[score - 1] ?? 0))]
        : [t('share', { share })]
      return [options[option] ?? '', String(count), ...more]
    }),
  }
}

/** The run-off of a ranked poll: a column for each round, and at its end who is left. */
export function roundsTable(t: T, { options }: Poll, { rounds, leaders }: Result): Table {
  const outcome = t(leaders.length === 1 ? 'wins' : 'level')
  return {
    heads: [t('option'), ...rounds.map((_, round) => t('round', { round: round + 1 })), t('final')],
    rows: [
      ...options.map((text, option) => [
        text,
        ...rounds.map(round => roundCell(t, round, option)),
        leaders.includes(option) ? outcome : '–',
      ]),
      [t('spent'), ...rounds.map(({ spent }) => String(spent)), ''],
    ],
  }
}

function roundCell(t: T, { counts, out }: Round, option: number): string {
  const count = counts[option]
  if (count === null || count === undefined) return '–'
  return out.includes(option) ? t('out', { count }) : String(count)
}
