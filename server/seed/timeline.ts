/**
 * Who wrote where and when is decided first, as plain numbers: which thread each post is in, at which time, in the order of
 * time over all threads. So rows lie in the database as those of a grown community do, those of one thread far apart.
 */
import { random } from '../site/random.ts'
import { momentAt, type Plan, partAt } from './plan.ts'

export type Timeline = {
  /** By post, in the order of time; each is the number of a thread, counted from 0. */
  readonly threadOf: Uint32Array
  /** By post: its number in its thread, from 1. */
  readonly numberOf: Uint32Array
  /** By post: the one before it in its thread; its own place for the first. */
  readonly before: Uint32Array
  readonly at: Float64Array
  /** By thread, in the order of time: its first post, and how many it has. */
  readonly opening: Uint32Array
  readonly sizes: Uint32Array
}

const SECOND_MS = 1000
const HOUR_MS = 60 * 60 * SECOND_MS

export function timelineOf(plan: Plan): Timeline {
  const sizes = spread(plan, sizesOf(plan))
  const { threads, moments } = momentsOf(plan, sizes)
  const order = Uint32Array.from(moments.keys()).sort((a, b) => at(moments, a) - at(moments, b) || a - b)
  const threadOf = order.map(place => at(threads, place))
  return {
    threadOf,
    at: Float64Array.from(order, place => at(moments, place)),
    sizes,
    ...numbered(threadOf, sizes.length),
  }
}

/** What a typed array holds at a place that is within it. */
export const at = (array: Uint32Array | Float64Array, place: number): number => array[place] ?? 0

/** Posts per thread, the longest first; then few that are long and many that are short (by rank to the power of -0.7). */
export function sizesOf({ threads, posts, longestThread }: Plan): Uint32Array {
  const sizes = new Uint32Array(threads).fill(1)
  sizes[0] = threads === 1 ? posts : longestThread
  let left = posts - at(sizes, 0) - (threads - 1)
  const share = (rank: number, scale: number) => Math.min(longestThread - 1, Math.floor(scale * rank ** -0.7))
  let [low, high] = [0, posts]
  for (let step = 0; step < 40; step++) {
    const scale = (low + high) / 2
    let sum = 0
    for (let rank = 1; rank < threads; rank++) sum += share(rank, scale)
    if (sum > left) high = scale
    else low = scale
  }
  for (let rank = 1; rank < threads; rank++) {
    sizes[rank] = 1 + share(rank, low)
    left -= share(rank, low)
  }
  // What rounding left over goes to the shortest.
  for (let rank = threads - 1; left > 0; rank = rank > 1 ? rank - 1 : threads - 1) {
    sizes[rank] = at(sizes, rank) + 1
    left--
  }
  return sizes
}

/** Sizes by rank, dealt out over the years; the longest thread is an old one. */
function spread(plan: Plan, ranked: Uint32Array): Uint32Array {
  const dealt = shuffled(ranked, random(`${plan.seed} sizes`))
  const [from, to] = [dealt.indexOf(at(ranked, 0)), Math.floor(plan.threads / 50)]
  ;[dealt[from], dealt[to]] = [at(dealt, to), at(dealt, from)]
  return dealt
}

/** The same numbers in another order. */
export function shuffled(numbers: Uint32Array, roll: () => number): Uint32Array {
  const dealt = numbers.slice()
  for (let last = dealt.length - 1; last > 0; last--) {
    const other = Math.floor(roll() * (last + 1))
    ;[dealt[last], dealt[other]] = [at(dealt, other), at(dealt, last)]
  }
  return dealt
}

/** When each post was written, thread by thread. */
function momentsOf(plan: Plan, sizes: Uint32Array): { threads: Uint32Array; moments: Float64Array } {
  const threads = new Uint32Array(plan.posts)
  const moments = new Float64Array(plan.posts)
  const end = Date.parse(plan.until)
  let place = 0
  for (const [thread, size] of sizes.entries()) {
    const roll = random(`${plan.seed} thread ${thread}`)
    const begun = Math.min(momentAt(plan, (thread + roll()) / sizes.length), end - HOUR_MS)
    const first = begun + 20 * SECOND_MS
    // Longer threads live longer: most of what is said comes soon, some of it years later.
    const life = Math.min(end - first, 6 * HOUR_MS * size * 4 ** (2 * roll() - 1))
    const talk = (part: number) => first + life * part ** 2
    const later = (part: number) => momentAt(plan, partAt(plan, first) + (1 - partAt(plan, first)) * part)
    const long = size > plan.posts / 50
    for (let nth = 0; nth < size; nth++, place++) {
      threads[place] = thread
      moments[place] = nth === 0 ? begun : Math.floor(long || roll() < 0.03 ? later(roll()) : talk(roll()))
    }
  }
  return { threads, moments }
}

function numbered(threadOf: Uint32Array, threads: number) {
  const opening = new Uint32Array(threads)
  const newest = new Uint32Array(threads)
  const counts = new Uint32Array(threads)
  const numberOf = new Uint32Array(threadOf.length)
  const before = new Uint32Array(threadOf.length)
  for (const [post, thread] of threadOf.entries()) {
    const number = at(counts, thread) + 1
    if (number === 1) opening[thread] = post
    before[post] = number === 1 ? post : at(newest, thread)
    newest[thread] = post
    counts[thread] = number
    numberOf[post] = number
  }
  return { numberOf, before, opening }
}
