import t from 'tap'
import { countVotes, type Pile } from '../count.ts'
import type { Kind } from '../definition.ts'

/** Ballots as `3x 0 2`: three that chose 0, then 2. */
const count = (kind: Kind, options: number, ...ballots: string[]) => {
  const piles = ballots.map((text): Pile => {
    const [times = '', ...choice] = text.split(' ')
    return { count: Number.parseInt(times, 10), choice: choice.map(Number) }
  })
  return countVotes({ kind, options: Array.from({ length: options }, (_, at) => `option ${at}`) }, piles)
}

t.test('nobody has voted', async t => {
  for (const kind of ['single', 'multiple', 'ranked', 'rating'] as const)
    t.match(count(kind, 2), { votes: 0, leaders: [], rounds: [], options: [{ count: 0, share: 0 }, { count: 0 }] })
})

t.test('single: each vote is one option’s', async t => {
  const { votes, options, leaders } = count('single', 3, '3x 0', '1x 2')
  t.equal(votes, 4)
  t.match(options, [
    { count: 3, share: 0.75 },
    { count: 0, share: 0 },
    { count: 1, share: 0.25 },
  ])
  t.strictSame(leaders, [0])
})

t.test('multiple: shares are of those who voted, and more than one may lead', async t => {
  const { votes, options, leaders } = count('multiple', 3, '2x 0 1', '1x 1', '1x 0')
  t.equal(votes, 4)
  t.match(options, [{ count: 3, share: 0.75 }, { count: 3, share: 0.75 }, { count: 0 }])
  t.strictSame(leaders, [0, 1])
})

t.test('rating: mean, spread and how often each score was given, of those who gave one', async t => {
  const { options, leaders } = count('rating', 3, '2x 5 1 0', '2x 3 1 0')
  t.match(options[0], { count: 4, average: 4, spread: 1, scores: [0, 0, 2, 0, 2] })
  t.match(options[1], { count: 4, average: 1, spread: 0 })
  t.match(options[2], { count: 0, average: null, spread: null })
  t.strictSame(leaders, [0])
})

t.test('ranked: who has more than half of the first places wins at once', async t => {
  const { rounds, leaders } = count('ranked', 3, '3x 0 1', '2x 1 0')
  t.strictSame(rounds, [{ counts: [3, 2, 0], spent: 0, out: [] }])
  t.strictSame(leaders, [0])
})

t.test('ranked: the last leaves, and its votes go to who they name next', async t => {
  const { rounds, leaders } = count('ranked', 3, '4x 0', '3x 1', '2x 2 1')
  t.strictSame(rounds, [
    { counts: [4, 3, 2], spent: 0, out: [2] },
    { counts: [4, 5, null], spent: 0, out: [] },
  ])
  t.strictSame(leaders, [1])
})

t.test('ranked: a vote that names nobody left is spent, and half is of those that count', async t => {
  const { rounds, leaders } = count('ranked', 3, '4x 0', '3x 1', '2x 2')
  t.strictSame(rounds[1], { counts: [4, 3, null], spent: 2, out: [] })
  t.strictSame(leaders, [0])
})

t.test('ranked: of two last ones, that which was behind before leaves', async t => {
  // Round 2 is 5, 4, 4: option 2 had fewer than option 1 in round 1.
  const { rounds, leaders } = count('ranked', 4, '5x 0', '4x 1', '3x 2 1', '1x 3 2')
  t.strictSame(
    rounds.map(({ out }) => out),
    [[3], [2], []],
  )
  t.strictSame(leaders, [1])
})

t.test('ranked: last ones that never differed leave together', async t => {
  const { rounds, leaders } = count('ranked', 4, '5x 0', '4x 1', '1x 2 1', '1x 3 1')
  t.strictSame(rounds[0]?.out, [2, 3])
  t.strictSame(rounds[1]?.counts, [5, 6, null, null])
  t.strictSame(leaders, [1])
})

t.test('ranked: where all that are left are level, they end level', async t => {
  const { rounds, leaders } = count('ranked', 3, '2x 0', '2x 1', '1x 2')
  t.strictSame(rounds.at(-1), { counts: [2, 2, null], spent: 1, out: [] })
  t.strictSame(leaders, [0, 1])
})
