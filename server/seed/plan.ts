/** How large a seeded community is, and how it is spread out: all that its rows follow from. */
import { OperatorError } from '../core/operator-error.ts'

export type Plan = {
  /** The same number makes the same rows. */
  readonly seed: number
  readonly members: number
  readonly categories: number
  readonly threads: number
  readonly posts: number
  /** Posts of the longest thread, and threads of the largest category: the heads of the long tails. */
  readonly longestThread: number
  readonly largestCategory: number
  /** The day before which all of it was written, as ISO 8601. */
  readonly until: string
}

export type Wish = { readonly [K in keyof Plan]?: Plan[K] | undefined }

const DAY_MS = 24 * 60 * 60 * 1000
/** Over so long the community grew. */
const SPAN_MS = 6 * 365 * DAY_MS

/** What is not wished follows from the number of posts. @throws OperatorError for sizes that do not go together */
export function planOf(wish: Wish, now: Date): Plan {
  const posts = wish.posts ?? 10_000
  const threads = wish.threads ?? Math.ceil(posts / 10)
  const plan: Plan = {
    seed: wish.seed ?? 1,
    posts,
    threads,
    members: wish.members ?? Math.max(10, Math.ceil(posts / 100)),
    categories: wish.categories ?? 12,
    longestThread: wish.longestThread ?? Math.max(1, Math.min(Math.ceil(posts / 10), posts - threads + 1)),
    largestCategory: wish.largestCategory ?? Math.ceil(threads * 0.4),
    until: wish.until ?? new Date(now.getTime() - (now.getTime() % DAY_MS)).toISOString(),
  }
  const problem = problemWith(plan)
  if (problem) throw new OperatorError(problem)
  return plan
}

function problemWith({ posts, threads, members, categories, longestThread, largestCategory, until }: Plan) {
  if (threads > posts) return `Each thread has a post: ${posts} posts make no ${threads} threads`
  if (threads < categories) return `Each category has a thread: ${threads} threads are too few for ${categories}`
  if (members < 10) return 'Fewer than 10 members do not make a community'
  if (longestThread > posts - threads + 1) return `The longest thread leaves no post for the others: ${longestThread}`
  if (largestCategory > threads) return `The largest category cannot have more than all ${threads} threads`
  if (Number.isNaN(Date.parse(until))) return `This is no day: ${until}`
  return null
}

/** A moment of the plan's years: from 0, the first day, to 1, the last. Activity grows from nothing, as steadily as it may. */
export const momentAt = (plan: Plan, part: number): number =>
  Math.floor(Date.parse(plan.until) - SPAN_MS * (1 - Math.sqrt(part)))

/** Which part of all activity had happened by then. */
export const partAt = (plan: Plan, moment: number): number =>
  Math.min(1, Math.max(0, 1 - (Date.parse(plan.until) - moment) / SPAN_MS)) ** 2
