/**
 * How far members have read: one number per member and thread. Whoever reads says so every other second, so marks gather
 * for a moment and are written many at once; who said it waits for that. So what was answered is written, and every
 * process and device knows it.
 */

import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import type { Ctx, Host } from '../core/context.ts'
import type { Db } from '../core/db.ts'
import { uncounted } from '../core/http/budget.ts'
import { partsOf } from '../core/parts.ts'

const GATHER_MS = 40
const AT_ONCE = 500

type Read = { readonly memberId: number; readonly threadId: number; readonly lastNumber: number; readonly at: Date }
type Reads = ReadonlyMap<string, Read>

/** What a member reads now: a post of a thread, with what stands above it on its page; null: all at once. */
export type Reading = {
  readonly memberId: number
  readonly at: { readonly threadId: number; readonly number: number } | null
}
/** Whoever has come to a thread for the first time. */
export type Begun = Pick<Read, 'memberId' | 'threadId' | 'at'>

type Follower = (reading: Reading) => Promise<void>

const keyOf = ({ memberId, threadId }: Pick<Read, 'memberId' | 'threadId'>): string => `${memberId} ${threadId}`

export class ReadMarks {
  private readonly followers: Follower[] = []
  private readonly begunFollowers: ((reads: readonly Begun[]) => Promise<void>)[] = []
  private gathering = new Map<string, Read>()
  private beingWritten: Reads = new Map()
  /** Resolves when what gathers now is written; null while nothing does. */
  private next: Promise<void> | null = null
  private writing: Promise<void> = Promise.resolve()

  constructor(private readonly db: Db) {}

  /** Calls `follower` when somebody has read and their mark is written: what else is no news to them any more? */
  follow(follower: Follower): void {
    this.followers.push(follower)
  }

  /** Calls `follower` when somebody has read in a thread for the first time, many at once. */
  followBegun(follower: (reads: readonly Begun[]) => Promise<void>): void {
    this.begunFollowers.push(follower)
  }

  async tell(reading: Reading): Promise<void> {
    for (const follower of this.followers) await follower(reading)
  }

  /** Notes that a member has read a thread up to a number; a mark is never lowered. Resolves when it is written. */
  note(read: Read): Promise<void> {
    const before = this.gathering.get(keyOf(read))
    if (!before || before.lastNumber < read.lastNumber) this.gathering.set(keyOf(read), read)
    // Many requests share the statement: it counts for none of them.
    this.next ??= uncounted(async () => {
      await pause(GATHER_MS)
      await this.writing
      return this.writeGathered()
    })
    return this.next
  }

  /** Up to where a member has read a thread, as far as that is not written yet; 0 when nothing is noted. */
  pending(memberId: number, threadId: number): number {
    const key = keyOf({ memberId, threadId })
    return Math.max(...[this.gathering, this.beingWritten].map(reads => reads.get(key)?.lastNumber ?? 0))
  }

  /** Resolves when all that a member has read is written: what they ask for next knows it. */
  async settled(memberId: number): Promise<void> {
    const own = [this.gathering, this.beingWritten].some(reads =>
      [...reads.values()].some(read => read.memberId === memberId),
    )
    if (own) await this.flush()
  }

  /** Forgets what is noted of one thread, for its mark is about to be lowered. Resolves when nothing of it is under way. */
  async forget(memberId: number, threadId: number): Promise<void> {
    this.gathering.delete(keyOf({ memberId, threadId }))
    await this.writing
  }

  /** Resolves when all that was noted so far is written, or has failed to be. */
  async flush(): Promise<void> {
    await this.next?.catch(() => {})
    await this.writing
  }

  private writeGathered(): Promise<void> {
    const reads = this.gathering
    this.gathering = new Map()
    this.beingWritten = reads
    this.next = null
    const written = this.write([...reads.values()])
    this.writing = written
      .catch(() => {})
      .then(() => {
        this.beingWritten = new Map()
      })
    return written
  }

  private async write(reads: readonly Read[]): Promise<void> {
    for (const some of partsOf(reads, AT_ONCE)) {
      const rows = JSON.stringify(some)
      // Rows whose member or thread has gone meanwhile are left out by the joins.
      const begun = await this.db.execute<Begun>(sql`
        insert into thread_reads (member_id, thread_id, last_number, read_at)
        select r."memberId", r."threadId", r."lastNumber", r.at
        from json_to_recordset(${rows}::json) as r("memberId" bigint, "threadId" bigint, "lastNumber" int, at timestamptz)
        join members m on m.id = r."memberId" join threads t on t.id = r."threadId"
        order by 1, 2
        on conflict (member_id, thread_id) do update
        set last_number = greatest(thread_reads.last_number, excluded.last_number), read_at = excluded.read_at
        returning case when xmax = 0 then member_id::float8 end as "memberId", thread_id::float8 as "threadId", read_at as at`)
      const first = [...begun].filter(one => one.memberId !== null)
      if (first.length > 0) for (const follower of this.begunFollowers) await follower(first)
    }
  }
}

const marks = new WeakMap<Host, ReadMarks>()

/** The marks of this process. */
export function readMarks({ host }: Pick<Ctx, 'host'>): ReadMarks {
  let own = marks.get(host)
  if (!own) {
    own = new ReadMarks(host.db)
    marks.set(host, own)
  }
  return own
}

/** Waits for what is noted, before the process ends. */
export const flushReads = async (host: Host): Promise<void> => marks.get(host)?.flush()
