/**
 * What looks for posts. Two ways of looking stand behind this one contract, and pass the same tests: full text in
 * PostgreSQL, and Meilisearch. Names of members, categories and tags are found in the database either way: they are few.
 */
import type { Ctx } from '../core/context.ts'

/** What is looked for, with all that narrows it. Nothing here is trusted to have been typed well: engines take any text. */
export type Asked = {
  /** Each has to be there, in whichever form, but for those that only hold a question together. Lower case. */
  readonly words: readonly string[]
  /** Each has to be there as it stands. */
  readonly phrases: readonly string[]
  /** Words and phrases that must not be there. */
  readonly without: readonly string[]
  /** Whether the last word may be only the beginning of one: it is still being typed. */
  readonly begun: boolean
  /** Only in these; null for all that the actor sees. */
  readonly categoryIds: readonly number[] | null
  /** Only of these authors; null for all. */
  readonly authorIds: readonly number[] | null
  /** Threads that have all of these tags. */
  readonly tagIds: readonly number[]
  /** Threads of this kind, and in this one of its states. */
  readonly kind: string | null
  readonly status: string | null
  readonly threadId: number | null
  /** Written from then on, and before then. */
  readonly from: Date | null
  readonly before: Date | null
  /** Threads in which something waits for the actor, or nothing. */
  readonly unread: boolean | null
  readonly sort: Sort
}

export const SORTS = ['best', 'newest', 'oldest'] as const
export type Sort = (typeof SORTS)[number]

export type Hit = { readonly postId: number; readonly threadId: number }

/** The stretch of the results that is shown. */
export type Stretch = {
  /** One for each thread, its best post; or each post. */
  readonly per: 'thread' | 'post'
  /** How many are left out at the beginning. */
  readonly from: number
  readonly limit: number
}

export type Found = {
  /** In sight of the actor when the engine looked; whoever shows them asks the database again. */
  readonly hits: readonly Hit[]
  /** How many there are in all; beyond `mostOf` it is that number. */
  readonly total: number
  /** Words that were not there, with those that were looked for instead: nearly the same, and in sight of the actor. */
  readonly meant: ReadonlyMap<string, string>
}

/** Results beyond this one are not told apart by how good they are, and not counted: who has so many asks for more words. */
export const MOST_COUNTED = 1000
/** The same while it is being typed, when a few are shown and each keystroke asks. */
const MOST_TYPED = 50

/** How many of what it finds are told apart. */
export const mostOf = ({ begun }: Pick<Asked, 'begun'>): number => (begun ? MOST_TYPED : MOST_COUNTED)

/**
 * A post as an engine is given it. Who may see it is asked of the database, and not kept where it may grow old: what else is
 * here besides its words may save an engine from finding in vain, and decides nothing.
 */
export type SearchDocument = {
  readonly postId: number
  readonly threadId: number
  readonly categoryId: number
  readonly authorId: number
  readonly createdAt: Date
  /** By itself or with its thread. */
  readonly deleted: boolean
  /** 1 for the opening post, whose thread's title is part of it. */
  readonly number: number
  readonly title: string
  /** Its words, plain. */
  readonly text: string
}

/** Those whose words we take apart into stems. */
export const LANGUAGES = ['en', 'fr'] as const
export type Language = (typeof LANGUAGES)[number]

export type SearchEngine = {
  readonly name: 'postgresql' | 'meilisearch'
  /** Puts them in, in place of those of the same posts. They can be found when it has returned. */
  put(ctx: Ctx, documents: readonly SearchDocument[]): Promise<void>
  /** Takes out what is there of these posts. */
  drop(ctx: Ctx, postIds: readonly number[]): Promise<void>
  find(ctx: Ctx, asked: Asked, stretch: Stretch): Promise<Found>
  /** All of them, to count what they are: the same that `find` counts, in any order. Words are taken as they are. */
  all(ctx: Ctx, asked: Asked): Promise<readonly number[]>
  /** Posts that it does not have, newest first; only those before this one. */
  lacking(ctx: Ctx, before: number, limit: number): Promise<number[]>
  /** How many posts it has. */
  count(ctx: Ctx): Promise<number>
  /** After many were put: forgets what no document has any more. It may take its time. */
  tidy(ctx: Ctx): Promise<void>
}

/** All that who looks for something needs of one. */
export type Finder = Pick<SearchEngine, 'find' | 'all'>
