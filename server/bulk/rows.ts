/** What is written in bulk: rows that are decided already, for whoever brings many at once (import, seed). */
import type { FieldValues } from '../core/kinds.ts'
import type { FieldTexts } from '../core/member-fields.ts'
import type { Link, Mention } from '../core/text/cooked.ts'
import type { Audience } from '../members/privacy.ts'

export type BulkMember = {
  readonly id: number
  /** Valid, and taken by nobody. */
  readonly name: string
  readonly displayName: string | null
  /** Empty: unknown. Such an account has no way in until somebody gives it an address. */
  readonly email: string
  readonly emailVerifiedAt?: Date | null
  /** Hashed; without one nobody can sign in. */
  readonly passwordHash?: string | null
  readonly about?: string
  /** What they say of themselves in fields of plugins. */
  readonly fields?: FieldTexts
  readonly locale?: string | null
  readonly theme?: string
  readonly density?: string
  readonly avatarKey?: string | null
  readonly profileAudience?: Audience
  readonly activityAudience?: Audience
  readonly profileIndexed?: boolean
  readonly quietKinds?: readonly string[]
  readonly autoFollow?: string | null
  readonly suspendedUntil?: Date | null
  readonly trustLevel: number
  readonly createdAt: Date
  readonly lastSeenAt: Date
}

type Removal = {
  readonly hiddenAt?: Date | null
  readonly deletedAt?: Date | null
  readonly deletedById?: number | null
  readonly deleteReason?: string
}

/** A thread, without what follows from its posts. At least one of those is written in the same transaction. */
export type BulkThread = Removal & {
  readonly id: number
  readonly categoryId: number
  readonly authorId: number
  readonly title: string
  readonly kind?: string
  readonly status?: string
  readonly fields?: FieldValues
  readonly createdAt: Date
  readonly viewCount?: number
  readonly pinned?: boolean
  readonly lockedAt?: Date | null
  /** Tags that exist, no synonyms. */
  readonly tagIds?: readonly number[]
}

export type BulkPost = Removal & {
  readonly id: number
  readonly threadId: number
  readonly number: number
  readonly authorId: number
  readonly replyToId: number | null
  readonly body: string
  /** What cooking made of `body`, with the post's id in place of the marker. */
  readonly html: string
  readonly excerpt: string
  readonly cookedVersion: number
  readonly mentions?: readonly Mention[]
  readonly links?: readonly Link[]
  readonly uploadIds?: readonly number[]
  readonly createdAt: Date
  readonly version?: number
  readonly editedAt?: Date | null
  readonly editorId?: number | null
  readonly editReason?: string
  readonly wiki?: boolean
  readonly reactions?: readonly BulkReaction[]
  /** Reactions of which only the number is known. */
  readonly tallies?: readonly { readonly key: string; readonly count: number }[]
  /** Its earlier versions. */
  readonly history?: readonly BulkRevision[]
}

type BulkRevision = {
  readonly version: number
  readonly body: string
  readonly title: string | null
  readonly editorId: number
  readonly reason: string
  readonly at: Date
}

export type BulkReaction = { readonly memberId: number; readonly key: string; readonly at: Date }
