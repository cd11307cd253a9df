/** What there is to import: the first reading, put in order. Holds a few hundred bytes of each post, and no text. */
import type {
  CategoryRecord,
  GroupRecord,
  MemberRecord,
  PermissionRecord,
  PostHead,
  SettingRecord,
  SurveyRecord,
  TagRecord,
  ThreadRecord,
  UploadRecord,
} from './records.ts'
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
  readonly settings: SettingRecord[] = []
  readonly groups: GroupRecord[] = []
  readonly permissions: PermissionRecord[] = []
  readonly uploads: UploadRecord[] = []
  readonly members = new Map<string, SurveyedMember>()
  readonly categories = new Map<string, CategoryRecord>()
  /** By the names that threads give them. */
  readonly tags = new Map<string, TagRecord>()
  readonly threads = new Map<string, SurveyedThread>()
  readonly posts = new Map<string, SurveyedPost>()

  constructor(private readonly report: Report) {}

  add(record: SurveyRecord): void {
    switch (record.kind) {
      case 'setting':
        this.settings.push(record)
        break
      case 'group':
        this.groups.push(record)
        break
      case 'permission':
        this.permissions.push(record)
        break
      case 'upload':
        this.uploads.push(record)
        break
      case 'tag':
        this.tags.set(record.id, record)
        break
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
    if (record.name === null && this.categories.has(record.id)) return
    // Those of a list stay in its order, wherever they were named before.
    this.categories.delete(record.id)
    this.categories.set(record.id, record)
  }

  private addThread(record: ThreadRecord): void {
    const before = this.threads.get(record.id)
    for (const id of record.tags ?? []) if (!this.tags.has(id)) this.tags.set(id, { kind: 'tag', id, name: id })
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
