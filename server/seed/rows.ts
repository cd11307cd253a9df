/** Rows of a seeded community: what each post and thread says follows from the plan and its place alone. */
import type { BulkPost, BulkReaction, BulkThread } from '../bulk/rows.ts'
import { COOKED_VERSION } from '../core/text/cooked.ts'
import { KEYS } from '../reactions/kinds.ts'
import { random } from '../site/random.ts'
import { type Block, calling, fill, joined, type Larder, oneOfThese, quoting, type Roll, type Shelf } from './larder.ts'
import { nameOf, somebody } from './people.ts'
import type { Plan } from './plan.ts'
import { at, shuffled, type Timeline } from './timeline.ts'

/** Where in the database a seeded community is: the first of its ids, which follow one another. */
export type Ground = {
  readonly member: number
  readonly thread: number
  readonly post: number
  readonly categories: readonly number[]
  readonly tags: readonly number[]
}

const HOUR_MS = 60 * 60 * 1000
const MOST_TITLE = 120

export class Rows {
  private readonly placed: Uint32Array

  constructor(
    private readonly plan: Plan,
    private readonly ground: Ground,
    private readonly timeline: Timeline,
    private readonly larder: Larder,
  ) {
    const all = new Uint32Array(plan.threads).map((_, place) => place)
    this.placed = shuffled(all, random(`${plan.seed} categories`))
  }

  thread(thread: number): BulkThread {
    const { plan, ground, timeline } = this
    const roll = random(`${plan.seed} about ${thread}`)
    const category = this.categoryOf(thread, roll)
    const { words } = this.shelfOf(category, roll)
    const opening = at(timeline.opening, thread)
    const createdAt = new Date(at(timeline.at, opening))
    const tags = roll() < 0.4 ? 0 : 1 + Math.floor(roll() * 3)
    return {
      id: ground.thread + thread,
      categoryId: ground.categories[category] ?? 0,
      authorId: ground.member + this.authorOf(opening),
      title: fill(oneOfThese(words.titles, roll), words, roll).slice(0, MOST_TITLE),
      createdAt,
      viewCount: Math.floor(at(timeline.sizes, thread) * (3 + 60 * roll() ** 4)),
      // A few of the first, so that no category has more than a handful.
      pinned: thread < 2 * plan.categories,
      lockedAt: roll() < 0.02 ? createdAt : null,
      tagIds: [
        ...new Set(Array.from({ length: tags }, () => ground.tags[Math.floor(ground.tags.length * roll() ** 3)] ?? 0)),
      ],
    }
  }

  post(post: number): BulkPost {
    const { plan, ground, timeline } = this
    const thread = at(timeline.threadOf, post)
    const number = at(timeline.numberOf, post)
    const author = this.authorOf(post)
    const roll = random(`${plan.seed} text ${post}`)
    const about = random(`${plan.seed} about ${thread}`)
    const shelf = this.shelfOf(this.categoryOf(thread, about), about)
    const answered = number > 1 && roll() < 0.35 ? this.earlier(post, roll) : null
    const { mentions, links, ...text } = joined(this.blocks(shelf, post, answered, roll))
    const createdAt = new Date(at(timeline.at, post))
    const gone = number > 1 && roll() < 0.002
    return {
      id: ground.post + post,
      threadId: ground.thread + thread,
      number,
      authorId: ground.member + author,
      replyToId: answered === null ? null : ground.post + answered,
      ...text,
      cookedVersion: COOKED_VERSION,
      mentions,
      links,
      createdAt,
      reactions: this.reactions(post, author, number, roll),
      ...(gone && { deletedAt: createdAt, deletedById: ground.member + author }),
    }
  }

  /** Who wrote a post, counted from 0: now and then whoever began the thread. */
  private authorOf(post: number): number {
    const { plan, timeline } = this
    const roll = random(`${plan.seed} author ${post}`)
    const opening = at(timeline.opening, at(timeline.threadOf, post))
    if (post !== opening && roll() < 0.15) return this.authorOf(opening)
    return somebody(plan, at(timeline.at, post), roll)
  }

  private categoryOf(thread: number, roll: Roll): number {
    const { largestCategory, categories } = this.plan
    // Rolled in any case, so that what is rolled next does not depend on it.
    const other = 1 + Math.floor((categories - 1) * roll() ** 2)
    return at(this.placed, thread) < largestCategory || categories === 1 ? 0 : other
  }

  /** Every third category speaks French, and now and then somebody speaks the other language. */
  private shelfOf(category: number, roll: Roll): Shelf {
    const french = (category % 3 === 2) !== roll() < 0.1
    const shelf = this.larder[french ? 1 : 0]
    if (!shelf) throw new Error('a language is missing')
    return shelf
  }

  /** A post a little earlier in the same thread. */
  private earlier(post: number, roll: Roll): number {
    let found = at(this.timeline.before, post)
    for (let steps = Math.floor(roll() ** 2 * 12); steps > 0; steps--) found = at(this.timeline.before, found)
    return found
  }

  private blocks(shelf: Shelf, post: number, answered: number | null, roll: Roll): Block[] {
    const { timeline, ground } = this
    const opening = at(timeline.numberOf, post) === 1
    const one = (kind: 'paragraphs' | 'short' | 'blocks' | 'questions') => oneOfThese(shelf[kind], roll)
    if (!opening && answered === null && roll() < 0.3) return [one('short')]
    const blocks: Block[] = opening ? [one('questions')] : []
    if (answered !== null && roll() < 0.15) {
      const source = {
        threadId: ground.thread + at(timeline.threadOf, answered),
        number: at(timeline.numberOf, answered),
      }
      blocks.push(quoting(oneOfThese(shelf.quotes, roll), { ...source, name: nameOf(this.authorOf(answered)) }))
    }
    const long = roll() < 0.01
    const paragraphs = long ? 8 + Math.floor(roll() * 16) : 1 + Math.floor(roll() ** 2 * 4)
    for (let nth = 0; nth < paragraphs; nth++) {
      blocks.push(one('paragraphs'))
      if (roll() < (long ? 0.25 : 0.04)) blocks.push(one('blocks'))
    }
    if (roll() < 0.03) {
      const called = somebody(this.plan, at(timeline.at, post), roll)
      blocks.push(calling(oneOfThese(shelf.calls, roll), { id: ground.member + called, name: nameOf(called) }))
    }
    return blocks
  }

  /** More than half of all posts have none; openings have most. */
  private reactions(post: number, author: number, number: number, roll: Roll): BulkReaction[] {
    const moment = at(this.timeline.at, post)
    const count = Math.floor((number === 1 ? 8 : 3) * roll() ** 4 * 1.5)
    const given = new Map<number, BulkReaction>()
    for (let nth = 0; nth < count; nth++) {
      const member = somebody(this.plan, moment, roll)
      const key = KEYS[Math.floor(KEYS.length * roll() ** 3)] ?? 'heart'
      const when = new Date(Math.min(moment + roll() * 48 * HOUR_MS, Date.parse(this.plan.until)))
      if (member !== author) given.set(member, { memberId: this.ground.member + member, key, at: when })
    }
    return [...given.values()]
  }
}
