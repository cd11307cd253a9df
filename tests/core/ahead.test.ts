/** Values of which the next is under way while one is worked on. */
import t from 'tap'
import { oneAhead } from '../../server/core/ahead.ts'

/** What a source was asked for, and whether it was told that no more is wanted. */
function source(values: readonly (number | Error)[]) {
  const seen: { asked: number; ended: boolean } = { asked: 0, ended: false }
  async function* all() {
    try {
      for (const value of values) {
        seen.asked++
        if (value instanceof Error) throw value
        yield value
      }
    } finally {
      seen.ended = true
    }
  }
  return { seen, all: all() }
}

t.test('all come, in their order, each asked for before the one before it is done with', async t => {
  const { seen, all } = source([1, 2, 3])
  const got: number[] = []
  for await (const value of oneAhead(all)) {
    got.push(value)
    t.equal(seen.asked, Math.min(value + 1, 3))
  }
  t.strictSame(got, [1, 2, 3])
  t.ok(seen.ended)
})

t.test('what fails does so in its place', async t => {
  const { all } = source([1, new Error('cut off')])
  const got: number[] = []
  await t.rejects(async () => {
    for await (const value of oneAhead(all)) got.push(value)
  }, /cut off/)
  t.strictSame(got, [1])
})

t.test('whoever leaves early ends the source too, even where the next would have failed', async t => {
  const { seen, all } = source([1, new Error('cut off'), 3])
  for await (const value of oneAhead(all)) {
    t.equal(value, 1)
    break
  }
  t.ok(seen.ended)
})
