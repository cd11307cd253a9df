/** What search finds beside posts, members, categories and tags, as features and plugins declare it: things of their own. */
import type icons from '../../client/icons/icons.json'
import type { Ctx } from './context.ts'
import type { Words } from './kinds.ts'

/** What somebody looks for, or is typing. */
export type Sought = {
  /** In lower case, without operators and quotes, and without what must not be there. */
  readonly text: string
  /** The words of it, in their order. */
  readonly words: readonly string[]
  /** Whether the last word may be only the beginning of one. */
  readonly begun: boolean
  /** More are not shown. */
  readonly limit: number
}

/** One thing that was found, and where it is. */
export type Find = {
  /** What people call it, as plain text; words that were looked for are marked in it. */
  readonly title: string
  /** On this site: `/x/shelf/7`. */
  readonly path: string
  /** What tells it from others of its name, as plain text. */
  readonly detail?: string | null
}

/** A sort of things that can be found. */
export type Finder = {
  /** Above what was found, or beside it: `Books`. */
  readonly label: Words
  readonly icon: keyof typeof icons
  /** The best of what the actor may know. One query. */
  find(ctx: Ctx, sought: Sought): Promise<readonly Find[]>
}

/** By name, in the order in which they are shown. Those of plugins begin with the plugin: `shelf.books`. */
export type Finders = ReadonlyMap<string, Finder>
