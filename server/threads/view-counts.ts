/**
 * How often threads are opened. Nothing waits for that number: openings gather for some seconds and are written in one
 * statement. A row that somebody is writing to is passed over and written the next time, so no reply ever waits for it.
 */

import { sql } from 'drizzle-orm'
import type { Host } from '../core/context.ts'
import type { Db } from '../core/db.ts'
import { uncounted } from '../core/http/budget.ts'
import { partsOf } from '../core/parts.ts'
import type { Opening } from '../site/opening.ts'

const GATHER_MS = 5000
/** Threads of one statement. */
const AT_ONCE = 500
/** Threads that gather at most; beyond, somebody opens threads to fill the memory, and is not counted. */
const MOST = 50_000

export class ViewCounts {
  private gathering = new Map<number, number>()
  private timer: NodeJS.Timeout | undefined
  private writing: Promise<void> = Promise.resolve()

  constructor(
    private readonly db: Db,
    private readonly failed: (error: unknown) => void,
  ) {}

  note(threadId: number, times = 1): void {
    const before = this.gathering.get(threadId) ?? 0
    if (before === 0 && this.gathering.size >= MOST) return
    this.gathering.set(threadId, before + times)
    this.timer ??= setTimeout(() => void this.flush(), GATHER_MS).unref()
  }

  /** Resolves when all that was noted so far is written, but for rows that were being written to. */
  flush(): Promise<void> {
    clearTimeout(this.timer)
    this.timer = undefined
    const views = [...this.gathering]
    this.gathering = new Map()
    // Many requests share the statement: it counts for none of them.
    this.writing = this.writing.then(() => uncounted(() => this.write(views)))
    return this.writing
  }

  private async write(views: readonly (readonly [threadId: number, times: number])[]): Promise<void> {
    for (const some of partsOf(views, AT_ONCE)) {
      try {
        const busy = new Set(await this.writeSome(some))
        for (const [threadId, times] of some) if (busy.has(threadId)) this.note(threadId, times)
      } catch (error) {
        // A few openings are lost; the number says how often, not exactly how often.
        this.failed(error)
      }
    }
  }

  /** @returns the threads whose rows somebody was writing to */
  private async writeSome(views: readonly (readonly [number, number])[]): Promise<number[]> {
    const seen = JSON.stringify(views.map(([id, times]) => ({ id, times })))
    const rows = await this.db.execute<{ id: number }>(sql`
      with seen as (select id, times from json_to_recordset(${seen}::json) as s (id bigint, times bigint)),
      free as (
        select t.id from threads t join seen using (id) order by t.id for no key update of t skip locked),
      written as (
        update threads t set view_count = t.view_count + seen.times from seen join free using (id) where t.id = seen.id
        returning t.id)
      select t.id::float8 as id from threads t join seen using (id) where t.id not in (select id from written)`)
    return rows.map(({ id }) => id)
  }
}

const counts = new WeakMap<Host, ViewCounts>()

/** The openings that this process has seen. */
export function viewCounts(host: Host): ViewCounts {
  let own = counts.get(host)
  if (!own) {
    own = new ViewCounts(host.db, error => host.log.warn(error, 'openings of threads were not counted'))
    counts.set(host, own)
  }
  return own
}

/** Counts that a thread's page was opened; who moves on within it has opened it before. */
export function countView(host: Host, { params, from }: Opening): void {
  const id = Number(params.id)
  if (!Number.isSafeInteger(id) || new RegExp(`^/t/${id}(?:[/?#]|$)`).test(from ?? '')) return
  viewCounts(host).note(id)
}

/** Writes what is noted, before the process ends. */
export const flushViews = async (host: Host): Promise<void> => counts.get(host)?.flush()
