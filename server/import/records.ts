/**
 * What importers read out of other communities: the same few neutral records, whatever they come from. Ids are the
 * source's own, as text; what a source does not know is left out.
 */
import type { Resolve } from './resolve.ts'

export type MemberRecord = {
  readonly kind: 'member'
  readonly id: string
  readonly name: string
  readonly displayName?: string | null
  /** Verified by the source. */
  readonly email?: string
  readonly about?: string
  readonly locale?: string | null
  readonly trustLevel?: number
  readonly createdAt?: Date
  /** A time at which they were there. */
  readonly seenAt?: Date
  /** Slugs of groups they are in. */
  readonly groups?: readonly string[]
  /** Whether they were staff: told to the operator, never granted. */
  readonly staff?: boolean
}

export type CategoryRecord = {
  readonly kind: 'category'
  readonly id: string
  /** Null where the source knows nothing but the id. */
  readonly name: string | null
  readonly slug?: string
  readonly description?: string
  readonly parentId?: string | null
  /** Only staff may see it. */
  readonly closed?: boolean
}

export type ThreadRecord = {
  readonly kind: 'thread'
  readonly id: string
  /** False when it was put together from one of its posts: whoever knows better is believed. */
  readonly whole: boolean
  readonly title: string
  readonly categoryId: string
  readonly createdAt: Date
  /** Of the member who opened it. */
  readonly authorId: string
  readonly viewCount?: number
  readonly pinned?: boolean
  readonly lockedAt?: Date | null
  readonly hiddenAt?: Date | null
  readonly deletedAt?: Date | null
  readonly tags?: readonly string[]
  /** What has no place here yet. */
  readonly extra?: Readonly<Record<string, unknown>>
}

/** That there is a post; its text comes with the second reading. */
export type PostHead = {
  readonly kind: 'post'
  readonly id: string
  readonly threadId: string
  readonly number: number
  readonly createdAt: Date
  /** How good the text is that comes with it: of two, the better one is taken. */
  readonly rank: number
}

export type PostRecord = Omit<PostHead, 'kind' | 'rank'> & {
  readonly rank: number
  readonly authorId: string
  /** The number of the post in the same thread that it answers. */
  readonly replyTo: number | null
  readonly editedAt?: Date | null
  readonly wiki?: boolean
  readonly hiddenAt?: Date | null
  readonly deletedAt?: Date | null
  /** Reactions of which only the number is known, by our keys. */
  readonly tallies: readonly { readonly key: string; readonly count: number }[]
  readonly extra?: Readonly<Record<string, unknown>>
  /** The text as Markdown of ours. */
  text(resolve: Resolve): Converted
}

export type Converted = {
  readonly markdown: string
  /** What was changed in kind, and what could not be kept, by count. */
  readonly mended: ReadonlyMap<string, number>
  readonly lost: ReadonlyMap<string, number>
}

/** A document, or a part of one, that is not taken. */
export type LeftOut = {
  readonly kind: 'left-out'
  /** Such as `private messages`: counted by it. */
  readonly why: string
  /** What is named to the operator: a document that is broken. */
  readonly name?: string
}

export type SurveyRecord = MemberRecord | CategoryRecord | ThreadRecord | PostHead | LeftOut
