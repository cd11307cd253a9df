import t from 'tap'
import { nameOf } from '../../server/seed/people.ts'
import { momentAt, partAt, planOf } from '../../server/seed/plan.ts'
import { at, sizesOf, timelineOf } from '../../server/seed/timeline.ts'

const now = new Date('2026-03-01T12:00:00Z')

t.test('the sizes of threads add up, with one that is the longest and most that are short', async t => {
  const plan = planOf({ posts: 100_000, threads: 10_000 }, now)
  const sizes = [...sizesOf(plan)]
  t.equal(
    sizes.reduce((sum, size) => sum + size, 0),
    100_000,
  )
  t.equal(sizes[0], 10_000)
  t.ok(sizes.every(size => size >= 1 && size <= 10_000))
  const sorted = sizes.slice().sort((one, other) => one - other)
  t.ok((sorted[5000] ?? 0) < 10, 'half of all have fewer than the average')
})

t.test('one thread takes all posts when there is no other', async t => {
  t.strictSame([...sizesOf(planOf({ posts: 500, threads: 1, categories: 1, longestThread: 300 }, now))], [500])
})

t.test('posts come in the order of time, and are numbered in their threads without a gap', async t => {
  const plan = planOf({ posts: 5000, threads: 400, seed: 3 }, now)
  const { threadOf, numberOf, before, opening, at: moments } = timelineOf(plan)
  const counts = new Map<number, number>()
  for (const [post, thread] of threadOf.entries()) {
    if (post > 0 && at(moments, post) < at(moments, post - 1)) t.fail(`time runs back at post ${post}`)
    const number = (counts.get(thread) ?? 0) + 1
    counts.set(thread, number)
    if (at(numberOf, post) !== number) t.fail(`post ${post} is number ${numberOf[post]}, not ${number}`)
    if (number === 1 && at(opening, thread) !== post)
      t.fail(`thread ${thread} opens with ${opening[thread]}, not ${post}`)
    if (at(threadOf, at(before, post)) !== thread) t.fail(`post ${post} follows one of another thread`)
  }
  t.equal(Math.max(...counts.values()), plan.longestThread)
  t.ok(at(moments, plan.posts - 1) <= Date.parse(plan.until), 'nothing was written after the last day')
  t.equal(String(timelineOf(plan).at), String(moments), 'the same plan makes the same')
  t.not(String(timelineOf({ ...plan, seed: 4 }).at), String(moments), 'another seed makes another')
})

t.test('activity grows: half of it happens in the last third of the years', async t => {
  const plan = planOf({}, now)
  t.equal(momentAt(plan, 1), Date.parse('2026-03-01T00:00:00Z'))
  t.equal(partAt(plan, momentAt(plan, 0.25)).toFixed(3), '0.250')
  t.ok(momentAt(plan, 0.5) > momentAt(plan, 0) + (momentAt(plan, 1) - momentAt(plan, 0)) * 0.6)
})

t.test('a hundred thousand members have a hundred thousand names', async t => {
  t.equal(new Set(Array.from({ length: 100_000 }, (_, member) => nameOf(member))).size, 100_000)
})

t.test('sizes that do not go together are refused', async t => {
  t.throws(() => planOf({ posts: 10, threads: 20 }, now), /Each thread has a post/)
  t.throws(() => planOf({ posts: 1000, threads: 500, longestThread: 600 }, now), /The longest thread/)
  t.throws(() => planOf({ posts: 1000, largestCategory: 600 }, now), /The largest category/)
  t.throws(() => planOf({ members: 3 }, now), /Fewer than 10/)
})
