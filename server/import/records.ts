/**
 * What importers read out of other communities: the same few neutral records, whatever they come from. Ids are the
 * source's own, as text; what a source does not know is left out.
 */

import type { uploads } from '../../db/tables/index.ts'
import type { BulkMember } from '../bulk/rows.ts'
import type { Right } from '../categories/tree.ts'
import type { KeptRow } from '../core/keeps.ts'
import type { FieldValues } from '../core/kinds.ts'

export type MemberRecord = {
  readonly kind: 'member'
  readonly id: string
  readonly name: string
  readonly displayName?: string | null
  readonly email?: string
  /** When it was found to be theirs; null: it was not. */
  readonly emailVerifiedAt?: Date | null
  /** What else they chose. */
  readonly choices?: Pick<
    BulkMember,
    | 'fields'
    | 'theme'
    | 'density'
    | 'avatarKey'
    | 'profileAudience'
    | 'activityAudience'
    | 'profileIndexed'
    | 'quietKinds'
    | 'autoFollow'
    | 'suspendedUntil'
  >
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
  readonly tone?: string
  /** Only staff may see it. */
  readonly closed?: boolean
  /** Slugs of groups by what they may. */
  readonly rights?: Readonly<Record<Right, readonly string[]>>
}

export type TagRecord = {
  readonly kind: 'tag'
  /** What threads call it. */
  readonly id: string
  readonly name: string
  readonly description?: string
  readonly listed?: boolean
  /** What threads call the tag that it stands for. */
  readonly synonymOf?: string | null
}

export type GroupRecord = {
  readonly kind: 'group'
  readonly slug: string
  readonly name: string
  readonly mentionable: boolean
}

export type SettingRecord = { readonly kind: 'setting'; readonly key: string; readonly value: unknown }
export type PermissionRecord = {
  readonly kind: 'permission'
  readonly permission: string
  readonly groups: readonly string[]
}

export type UploadRecord = Omit<typeof uploads.$inferInsert, 'id' | 'memberId'> & {
  readonly kind: 'upload'
  /** Of the member who sent it. */
  readonly authorId: string
}

type Removal = {
  readonly hiddenAt?: Date | null
  readonly deletedAt?: Date | null
  /** Id of the member who deleted it. */
  readonly deletedBy?: string | null
  readonly deleteReason?: string
}

export type ThreadRecord = Removal & {
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
  readonly tags?: readonly string[]
  /** What sort of thread it is, in which state, and what is asked for in one. */
  readonly sort?: string
  readonly status?: string
  readonly fields?: FieldValues
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

export type RevisionRecord = {
  readonly version: number
  readonly body: string
  readonly title: string | null
  readonly editorId: string
  readonly reason: string
  readonly at: Date
}

export type PostRecord = Omit<PostHead, 'kind'> &
  Removal & {
    readonly authorId: string
    /** The number of the post in the same thread that it answers. */
    readonly replyTo: number | null
    readonly editedAt?: Date | null
    readonly version?: number
    readonly editorId?: string | null
    readonly editReason?: string
    readonly wiki?: boolean
    readonly reactions?: readonly { readonly memberId: string; readonly key: string; readonly at: Date }[]
    readonly history?: readonly RevisionRecord[]
    /** Reactions of which only the number is known, by our keys. */
    readonly tallies: readonly { readonly key: string; readonly count: number }[]
    readonly extra?: Readonly<Record<string, unknown>>
    /** The text, in the source's own form. */
    readonly text: string
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

export type SurveyRecord =
  | SettingRecord
  | GroupRecord
  | PermissionRecord
  | MemberRecord
  | CategoryRecord
  | TagRecord
  | UploadRecord
  | ThreadRecord
  | PostHead
  | LeftOut

/** What members have of their own, read after the posts. Ids as everywhere. */
type BookmarkRecord = {
  readonly kind: 'bookmark'
  readonly memberId: string
  readonly postId: string
  readonly note: string
  readonly remindAt: Date | null
  readonly createdAt: Date
}

export type FollowRecord = {
  readonly kind: 'follow'
  readonly memberId: string
  readonly of: 'thread' | 'category' | 'tag'
  /** The id of the thread or category, or what threads call the tag. */
  readonly targetId: string
  readonly level: 'follow' | 'mute'
  readonly createdAt: Date
}

type ReadRecord = {
  readonly kind: 'read'
  readonly memberId: string
  readonly threadId: string
  readonly lastNumber: number
  readonly readAt: Date
}

export type DraftRecord = {
  readonly kind: 'draft'
  readonly memberId: string
  /** `thread`, or `reply-` or `edit-` and an id. */
  readonly key: string
  readonly body: string
  readonly fields: Readonly<Record<string, unknown>>
  readonly uploads: readonly string[]
  readonly createdAt: Date
  readonly updatedAt: Date
}

type SearchRecord = {
  readonly kind: 'search'
  readonly memberId: string
  readonly name: string
  /** The parameters of its address; of those only `thread` is an id. */
  readonly query: Readonly<Record<string, string>>
  readonly createdAt: Date
}

/** What had come in there before. */
export type OriginRecord = {
  readonly kind: 'origin'
  readonly source: string
  readonly of: string
  readonly sourceId: string
  readonly targetId: string
  readonly extra: unknown
}

/** A row that a plugin kept there. */
export type KeptRecord = { readonly name: string; readonly row: KeptRow }

export type OwnRecord = BookmarkRecord | FollowRecord | ReadRecord | DraftRecord | SearchRecord | OriginRecord
