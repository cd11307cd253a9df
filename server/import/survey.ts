/** What there is to import: the first reading, put in order. Holds a few hundred bytes of each post, and no text. */
import type { CategoryRecord, MemberRecord, PostHead, SurveyRecord, ThreadRecord } from './records.ts'
import type { Report } from './report.ts'

/** A member as all documents together tell of them. */
export type SurveyedMember = Omit<MemberRecord, 'kind' | 'createdAt' | 'seenAt'> & {
  readonly createdAt: Date | null
  readonly seenAt: Date | null
}

export type SurveyedThread = ThreadRecord & {
  /** Ids of its posts by their numbers. */
  readonly posts: Map<number, string>
}

type SurveyedPost = Pick<PostHead, 'threadId' | 'number' | 'createdAt' | 'rank'>

export class Survey {
  readonly members = new Map<string, SurveyedMember>()
  readonly categories = new Map<string, CategoryRecord>()
  /** By their slugs: names of tags as they were first written. */
  readonly tags = new Set<string>()
  readonly threads = new Map<string, SurveyedThread>()
  readonly posts = new Map<string, SurveyedPost>()

  constructor(private readonly report: Report) {}

  add(record: SurveyRecord): void {
    switch (record.kind) {
      case 'member':
        this.addMember(record)
        break
      case 'category':
        this.addCategory(record)
        break
      case 'thread':
        this.addThread(record)
        break
      case 'post':
        this.addPost(record)
        break
      case 'left-out':
        this.report.leaveOut(record)
    }
  }

  /** Takes out threads without posts, which cannot stand. */
  finish(): void {
    for (const [id, thread] of this.threads) {
      if (thread.posts.size > 0) continue
      this.threads.delete(id)
      this.report.leaveOut({ kind: 'left-out', why: 'threads without posts' })
    }
  }

  private addMember({ kind: _, createdAt, seenAt, ...record }: MemberRecord): void {
    const before = this.members.get(record.id)
    this.members.set(record.id, {
      ...before,
      ...record,
      displayName: record.displayName || before?.displayName || null,
      trustLevel: Math.max(record.trustLevel ?? 0, before?.trustLevel ?? 0),
      staff: (record.staff || before?.staff) ?? false,
      createdAt: earlier(createdAt ?? seenAt ?? null, before?.createdAt ?? null),
      seenAt: later(seenAt ?? null, before?.seenAt ?? null),
    })
  }

  private addCategory(record: CategoryRecord): void {
    if (record.name !== null || !this.categories.has(record.id)) this.categories.set(record.id, record)
  }

  private addThread(record: ThreadRecord): void {
    const before = this.threads.get(record.id)
    for (const tag of record.tags ?? []) this.tags.add(tag)
    const posts = before?.posts ?? new Map<number, string>()
    if (!before || (record.whole && !before.whole)) this.threads.set(record.id, { ...record, posts })
    else if (!before.whole && record.createdAt < before.createdAt) this.threads.set(record.id, { ...record, posts })
  }

  private addPost({ id, threadId, number, createdAt, rank }: PostHead): void {
    const before = this.posts.get(id)
    if (before) {
      if (rank > before.rank) this.posts.set(id, { ...before, rank })
      return
    }
    const numbers = this.threads.get(threadId)?.posts
    if (!numbers || numbers.has(number)) {
      const why = numbers ? 'posts whose number another post has' : 'posts of unknown threads'
      this.report.leaveOut({ kind: 'left-out', why })
      return
    }
    numbers.set(number, id)
    this.posts.set(id, { threadId, number, createdAt, rank })
  }
}

function earlier(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other
  return one < other ? one : other
}

function later(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other
  return one > other ? one : other
}
