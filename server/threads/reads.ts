/**
 * How far members have read. A page view must not cost a write, so positions gather in memory and are written a moment
 * later, many at once; a crash in between shows a member a few posts as unread that they have seen.
 */
import { sql } from 'drizzle-orm'
import type { Ctx, Host, Log } from '../core/context.ts'
import type { Db } from '../core/db.ts'

const FLUSH_MS = 2000
const AT_ONCE = 500

type Read = { readonly memberId: number; readonly threadId: number; readonly lastNumber: number; readonly at: Date }

export class ReadMarks {
  private waiting = new Map<string, Read>()
  private timer: NodeJS.Timeout | null = null
  private writing: Promise<void> = Promise.resolve()

  constructor(
    private readonly db: Db,
    private readonly log: Log,
  ) {}

  /** Notes that a member has seen a thread up to a number. */
  note(read: Read): void {
    const key = `${read.memberId} ${read.threadId}`
    const before = this.waiting.get(key)
    if (before && before.lastNumber >= read.lastNumber) return
    this.waiting.set(key, read)
    this.timer ??= setTimeout(() => void this.flush(), FLUSH_MS).unref()
  }

  /** What is noted but perhaps not written yet: a member always sees their own reading. */
  pending(memberId: number, threadId: number): number {
    return this.waiting.get(`${memberId} ${threadId}`)?.lastNumber ?? 0
  }

  /** Writes what waits. */
  flush(): Promise<void> {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    const reads = [...this.waiting.values()]
    this.waiting = new Map()
    this.writing = this.writing
      .then(() => this.write(reads))
      .catch(error => this.log.error(error, 'read marks were not written'))
    return this.writing
  }

  private async write(reads: readonly Read[]): Promise<void> {
    for (let start = 0; start < reads.length; start += AT_ONCE) {
      const rows = JSON.stringify(reads.slice(start, start + AT_ONCE))
      // Rows whose member or thread has gone meanwhile are left out by the joins.
      await this.db.execute(sql`
        insert into thread_reads (member_id, thread_id, last_number, read_at)
        select r."memberId", r."threadId", r."lastNumber", r.at
        from json_to_recordset(${rows}::json) as r("memberId" bigint, "threadId" bigint, "lastNumber" int, at timestamptz)
        join members m on m.id = r."memberId" join threads t on t.id = r."threadId"
        on conflict (member_id, thread_id) do update
        set last_number = greatest(thread_reads.last_number, excluded.last_number), read_at = excluded.read_at`)
    }
  }
}

const marks = new WeakMap<Host, ReadMarks>()

/** The marks of this process. */
export function readMarks(ctx: Ctx): ReadMarks {
  let own = marks.get(ctx.host)
  if (!own) {
    own = new ReadMarks(ctx.host.db, ctx.host.log)
    marks.set(ctx.host, own)
  }
  return own
}

/** Writes what is noted, before the process ends. */
export const flushReads = async (host: Host): Promise<void> => marks.get(host)?.flush()
