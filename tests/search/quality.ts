/** How well an engine answers what people look for: nDCG@10 and success@1 over a judged set. */
import type { Test } from 'tap'
import type { SearchEngine } from '../../server/search/engine.ts'
import { parseQuery } from '../../server/search/query.ts'
import type { TestApp } from '../support/app.ts'
import { EVERYTHING } from './engine-contract.ts'
import { CORPUS } from './quality/corpus.ts'
import { JUDGEMENTS, type Judgement } from './quality/judgements.ts'

/** Below these an engine is worse than it was. */
export type Hold = { readonly ndcg: number; readonly first: number }

const LOOKED_AT = 10

/** Measures an engine, says so, and fails where it is worse than it may be. */
export async function measureQuality(t: Test, { app, engine }: { app: TestApp; engine: SearchEngine }, hold: Hold) {
  const { make } = app
  const category = await make.category({ name: 'Workshop' })
  const names = new Map<number, string>()
  for (const { name, title, body, replies = [] } of CORPUS) {
    const thread = await make.thread({ categoryId: category.id, title, body })
    names.set(thread.id, name)
    for (const reply of replies) await make.post({ threadId: thread.id, body: reply })
  }
  await app.settled()
  const ctx = await app.ctx()
  const scores = []
  for (const judgement of JUDGEMENTS) {
    const { words, phrases, without } = parseQuery(judgement.query)
    const asked = { ...EVERYTHING, words, phrases, without, begun: judgement.sort === 'begun' }
    const { hits } = await engine.find(ctx, asked, { per: 'thread', from: 0, limit: LOOKED_AT })
    const found = hits.map(({ threadId }) => names.get(threadId) ?? '')
    scores.push({ judgement, found, ndcg: ndcgOf(judgement, found), first: (judgement.good[found[0] ?? ''] ?? 0) > 1 })
  }
  for (const { judgement, found, ndcg } of scores.filter(one => one.ndcg < 1))
    t.comment(`${judgement.sort} “${judgement.query}” ${ndcg.toFixed(2)}: ${found.join(', ') || 'nothing'}`)
  const ndcg = mean(scores.map(one => one.ndcg))
  const first = mean(scores.map(one => Number(one.first)))
  t.comment(`${engine.name}: nDCG@10 ${ndcg.toFixed(3)}, success@1 ${first.toFixed(3)}, ${scores.length} queries`)
  t.ok(ndcg >= hold.ndcg, `nDCG@10 is ${hold.ndcg} or more`)
  t.ok(first >= hold.first, `success@1 is ${hold.first} or more`)
}

const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length

/** The gain of each that was found, less the further down it is, as a part of what would be best (Järvelin, Kekäläinen 2002). */
function ndcgOf({ good }: Judgement, found: readonly string[]): number {
  const best = Object.values(good).toSorted((a, b) => b - a)
  return gain(found.map(name => good[name] ?? 0)) / gain(best)
}

const gain = (grades: readonly number[]): number =>
  grades.slice(0, LOOKED_AT).reduce((sum, grade, place) => sum + (2 ** grade - 1) / Math.log2(place + 2), 0)
