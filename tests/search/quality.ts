/** How well an engine answers what people look for: nDCG@10 and success@1 over a judged set. */
import type { Test } from 'tap'
import type { Ctx } from '../../server/core/context.ts'
import type { SearchEngine } from '../../server/search/engine.ts'
import { parseQuery } from '../../server/search/query.ts'
import type { TestApp } from '../support/app.ts'
import { EVERYTHING } from './engine-contract.ts'
import { CORPUS } from './quality/corpus.ts'
import { JUDGEMENTS, type Judgement } from './quality/judgements.ts'

/** Below these an engine is worse than it was. */
type Hold = { readonly ndcg: number; readonly first: number }

const LOOKED_AT = 10
/** Queries of each sort that are named. */
const WORST = 5

type Score = {
  readonly judgement: Judgement
  readonly found: readonly string[]
  readonly ndcg: number
  /** Whether the one on top answers. */
  readonly first: boolean
}

/** Measures an engine and says what is worst; fails where it is worse than it may be. Without a hold it is only told. */
export async function measureQuality(t: Test, { app, engine, names }: Measured, hold: Hold | null): Promise<void> {
  const scores = await scoresOf(await app.ctx(), engine, names)
  for (const sort of new Set(JUDGEMENTS.map(one => one.sort)))
    tell(
      t,
      sort,
      scores.filter(({ judgement }) => judgement.sort === sort),
    )
  const { ndcg, first } = tell(t, engine.name, scores, 0)
  t.notOk(
    scores.some(({ found }) => found.includes('')),
    'nothing else is found than what was written',
  )
  if (!hold) return
  t.ok(ndcg >= hold.ndcg, `nDCG@10 is ${hold.ndcg} or more`)
  t.ok(first >= hold.first, `success@1 is ${hold.first} or more`)
}

type Measured = { readonly app: TestApp; readonly engine: SearchEngine; readonly names: Names }
/** What the judgements call the threads, by their ids. */
type Names = ReadonlyMap<number, string>

async function scoresOf(ctx: Ctx, engine: SearchEngine, names: Names): Promise<Score[]> {
  const scores: Score[] = []
  for (const judgement of JUDGEMENTS) {
    const { words, phrases, without } = parseQuery(judgement.query)
    const asked = { ...EVERYTHING, words, phrases, without, begun: judgement.sort === 'begun' }
    const { hits } = await engine.find(ctx, asked, { per: 'thread', from: 0, limit: LOOKED_AT })
    const found = hits.map(({ threadId }) => names.get(threadId) ?? '')
    scores.push({ judgement, found, ndcg: ndcgOf(judgement, found), first: (judgement.good[found[0] ?? ''] ?? 0) > 1 })
  }
  return scores
}

/** Writes the corpus, for every engine at once. */
export async function writeCorpus({ make, settled }: TestApp): Promise<Names> {
  const category = await make.category({ name: 'Workshop' })
  const names = new Map<number, string>()
  for (const { name, title, body, replies = [] } of CORPUS) {
    const thread = await make.thread({ categoryId: category.id, title, body })
    names.set(thread.id, name)
    for (const reply of replies) await make.post({ threadId: thread.id, body: reply })
  }
  await settled()
  return names
}

function tell(t: Test, name: string, scores: readonly Score[], named = WORST) {
  const ndcg = mean(scores.map(one => one.ndcg))
  const first = mean(scores.map(one => Number(one.first)))
  t.comment(`${name}: nDCG@10 ${ndcg.toFixed(3)}, success@1 ${first.toFixed(3)}, ${scores.length} queries`)
  const worst = scores.filter(one => one.ndcg < 1).toSorted((a, b) => a.ndcg - b.ndcg)
  for (const { judgement, found, ndcg } of worst.slice(0, named))
    t.comment(`  ${ndcg.toFixed(2)} “${judgement.query}”: ${found.join(', ') || 'nothing'}`)
  return { ndcg, first }
}

const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length

/** The gain of each that was found, less the further down it is, as a part of what would be best (Järvelin, Kekäläinen 2002). */
function ndcgOf({ good }: Judgement, found: readonly string[]): number {
  const best = Object.values(good).toSorted((a, b) => b - a)
  return gain(found.map(name => good[name] ?? 0)) / gain(best)
}

const gain = (grades: readonly number[]): number =>
  grades.slice(0, LOOKED_AT).reduce((sum, grade, place) => sum + (2 ** grade - 1) / Math.log2(place + 2), 0)
