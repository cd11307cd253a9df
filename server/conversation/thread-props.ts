import type { FieldValues } from '../core/kinds.ts'
import { PAGE_SIZE } from '../posts/ranges.ts'
import type { Dates } from '../posts/timeline.ts'
import type { Person } from '../site/avatar.tsx'
import type { Thing } from '../site/json-ld.tsx'
import type { NavCategory, PageContext } from '../site/page.ts'
import type { FormState } from '../site/routes.ts'
import type { TagRef } from '../tags/queries.ts'
import type { Writing } from './drafting.ts'
import type { Limits } from './limits.ts'
import type { PostItem, Reacting } from './post.tsx'

export type ThreadView = {
  readonly id: number
  readonly slug: string
  readonly title: string
  readonly kind: string
  readonly status: string
  readonly fields: FieldValues
  readonly categoryId: number
  readonly replyCount: number
  readonly lastNumber: number
  readonly tags: readonly TagRef[]
  readonly authorId: number
  readonly author: Person
  readonly createdAt: Date
  readonly hiddenAt: Date | null
  readonly deletedAt: Date | null
  readonly deletedBy: Person | null
  readonly deleteReason: string
}

export type ThreadPageProps = {
  readonly page: PageContext
  readonly thread: ThreadView
  readonly category: NavCategory
  /** The categories above that, from the top down. */
  readonly ancestors: readonly NavCategory[]
  readonly posts: readonly PostItem[]
  /** What the thread's kind shows under its title, as HTML; '' for nothing. */
  readonly header: string
  /** Whether it can be read best first. */
  readonly hasBest: boolean
  /** The thread in its kind's own words of schema.org; null for those of every thread. */
  readonly describe: () => Thing | null
  /** The first number of the page's range: a page holds PAGE_SIZE numbers, of which some may be out of sight. */
  readonly from: number
  /** When the stretches of a thread longer than a page were written; null where the page shows no post. */
  readonly dates: Dates | null
  /** What the page was asked to lead to and cannot. */
  readonly jumping: FormState | null
  readonly canReply: boolean
  /** A locked thread takes no reply. */
  readonly locked: boolean
  readonly reacting: Reacting
  /** Of a deleted thread: whether the viewer did it; and whether who sees it may put it back. */
  readonly deletedByViewer: boolean
  readonly restorable: boolean
  /** The reply form; its `replyTo` is the id of the post that it answers, if a certain one. */
  readonly writing: Writing
  readonly limits: Limits
}

/** The largest number that a page of the thread can hold. */
export const lastOn = ({ lastNumber }: ThreadView, from: number): number => Math.min(from + PAGE_SIZE - 1, lastNumber)
