/**
 * Who has which thread open through this process, and who writes there. It is kept in memory as it is, and written for
 * the other processes many at once: comings, goings and words come far more often than anybody looks. What a process no
 * longer refreshes is ignored after a while, so one that died takes its people along.
 */

import { randomUUID } from 'node:crypto'
import { eq, lt, sql } from 'drizzle-orm'
import { presences } from '../../db/tables/index.ts'
import type { Ctx, Host } from '../core/context.ts'
import { uncounted } from '../core/http/budget.ts'
import { partsOf } from '../core/parts.ts'

const GATHER_MS = 200
const AT_ONCE = 500
const BEAT_MS = 30_000
/** What was not refreshed for so long was left by a process that died. */
export const LOST_AFTER_MS = 75_000
/** Somebody is taken to be writing so long after their last word. */
const TYPING_MS = 6000
/** Words in quick succession: that somebody goes on writing is written no more often than this. */
const REST_MS = 2000
/** Whether somebody may write in a thread is asked again after this time. */
const ASK_AGAIN_MS = 10_000
/** Whoever goes on to the next page of the thread has not left it. */
const LINGER_MS = 1500

export type Place = { readonly threadId: number; readonly memberId: number }

type Attendant = Place & {
  /** How many of their windows show the thread. */
  windows: number
  /** Until when they are taken to be writing, as it is and as it was written; 0: they are not. */
  typingUntil: number
  writtenUntil: number
  /** Whether they may write here, as they were last asked. */
  mayWrite: Promise<boolean>
  askedAt: number
  leaving: NodeJS.Timeout | undefined
  pausing: NodeJS.Timeout | undefined
}

const NEW = {
  windows: 0,
  typingUntil: 0,
  writtenUntil: 0,
  mayWrite: Promise.resolve(false),
  askedAt: Number.NEGATIVE_INFINITY,
  leaving: undefined,
  pausing: undefined,
}

const keyOf = ({ threadId, memberId }: Place): string => `${threadId} ${memberId}`

export class Attendance {
  private readonly processId = randomUUID()
  private readonly here = new Map<string, Attendant>()
  private readonly unwritten = new Map<string, Place>()
  /** Threads of which another state is about to be written. */
  private readonly changed = new Set<number>()
  private gathering: NodeJS.Timeout | undefined
  private heart: NodeJS.Timeout | undefined
  private beating: Promise<void> = Promise.resolve()
  private writing: Promise<void> = Promise.resolve()
  private closed = false

  constructor(private readonly host: Host) {}

  /** Somebody has opened the thread in a window. */
  come(place: Place): void {
    const one = this.enter(place)
    if (!one) return
    one.windows += 1
    clearTimeout(one.leaving)
    one.leaving = undefined
  }

  /** They have closed it, or look at something else there. */
  leave(place: Place): void {
    const one = this.here.get(keyOf(place))
    if (!one || --one.windows > 0) return
    this.stopTyping(one)
    this.leaveIn(one, LINGER_MS)
  }

  /**
   * Somebody says that they write. That they are here need not have been said before: they are while they write.
   * @param mayWrite asked now and then, however often they say so
   */
  type(place: Place, mayWrite: () => Promise<boolean>): void {
    const one = this.enter(place)
    if (!one) return
    if (one.windows === 0) this.leaveIn(one, TYPING_MS)
    if (this.now() - one.askedAt >= ASK_AGAIN_MS) {
      one.askedAt = this.now()
      one.mayWrite = uncounted(mayWrite).catch(error => {
        this.host.log.error(error, 'it was not found out who may write')
        return false
      })
    }
    void one.mayWrite.then(may => {
      if (may && this.here.get(keyOf(one)) === one) this.goOnTyping(one)
    })
  }

  /** What somebody wrote is there now: they write no more until they begin again. */
  stopTyping(place: Place): void {
    const one = this.here.get(keyOf(place))
    if (!one || one.typingUntil === 0) return
    clearTimeout(one.pausing)
    one.pausing = undefined
    one.typingUntil = 0
    this.note(one, { changed: true })
  }

  /** A member is shown otherwise now, or to others. */
  memberChanged(memberId: number): void {
    this.tell([...this.here.values()].filter(one => one.memberId === memberId).map(({ threadId }) => threadId))
  }

  /** Refreshes what is this process's own, and removes what others have left behind. */
  async beat(): Promise<void> {
    for (const one of this.here.values()) this.note(one, { changed: false })
    await this.write()
    const lost = await this.host.db
      .delete(presences)
      .where(lt(presences.seenAt, new Date(this.now() - LOST_AFTER_MS)))
      .returning({ threadId: presences.threadId })
    this.tell(lost.map(({ threadId }) => threadId))
  }

  /** All who came through this process leave it. */
  async close(): Promise<void> {
    this.closed = true
    clearTimeout(this.gathering)
    clearInterval(this.heart)
    for (const one of this.here.values()) forgetTimers(one)
    await this.beating
    await this.writing
    if (!this.heart) return
    const left = await this.host.db
      .delete(presences)
      .where(eq(presences.processId, this.processId))
      .returning({ threadId: presences.threadId })
    this.tell(left.map(({ threadId }) => threadId))
  }

  private enter(place: Place): Attendant | null {
    if (this.closed) return null
    this.heart ??= setInterval(() => this.beatSoon(), BEAT_MS).unref()
    const known = this.here.get(keyOf(place))
    if (known) return known
    const one: Attendant = { ...place, ...NEW }
    this.here.set(keyOf(place), one)
    this.note(one, { changed: true })
    return one
  }

  private goOnTyping(one: Attendant): void {
    const begins = one.typingUntil === 0
    one.typingUntil = this.now() + TYPING_MS
    one.pausing ??= setTimeout(() => this.pause(one), TYPING_MS).unref()
    if (one.typingUntil - one.writtenUntil >= REST_MS) this.note(one, { changed: begins })
  }

  /** Looks whether somebody has stopped writing: words that came meanwhile have moved the time on. */
  private pause(one: Attendant): void {
    one.pausing = undefined
    const left = one.typingUntil - this.now()
    if (left > 0) {
      one.pausing = setTimeout(() => this.pause(one), left).unref()
      if (one.typingUntil > one.writtenUntil) this.note(one, { changed: false })
    } else {
      this.stopTyping(one)
    }
  }

  private leaveIn(one: Attendant, time: number): void {
    clearTimeout(one.leaving)
    one.leaving = setTimeout(() => {
      forgetTimers(one)
      this.here.delete(keyOf(one))
      this.note(one, { changed: true })
    }, time).unref()
  }

  /** What is here of this one, or that they are not, is written in a moment. */
  private note(place: Place, { changed }: { readonly changed: boolean }): void {
    this.unwritten.set(keyOf(place), place)
    if (changed) this.changed.add(place.threadId)
    this.gathering ??= setTimeout(() => {
      uncounted(() => this.write()).catch(error => this.complain(error))
    }, GATHER_MS).unref()
  }

  /** Writes what has gathered, after what is being written, and says whose state is another then. */
  private write(): Promise<void> {
    clearTimeout(this.gathering)
    this.gathering = undefined
    const written = this.writing.then(async () => {
      const places = [...this.unwritten.values()]
      const changed = [...this.changed]
      this.unwritten.clear()
      this.changed.clear()
      for (const some of partsOf(places, AT_ONCE)) await this.put(some)
      this.tell(changed)
    })
    this.writing = written.catch(() => {})
    return written
  }

  private async put(places: readonly Place[]): Promise<void> {
    const present = places.flatMap(place => this.here.get(keyOf(place)) ?? [])
    const gone = places.filter(place => !this.here.has(keyOf(place)))
    for (const one of present) one.writtenUntil = one.typingUntil
    if (present.length > 0) await this.putPresent(present)
    if (gone.length === 0) return
    await this.host.db.execute(sql`
      delete from ${presences} p
      using json_to_recordset(${JSON.stringify(gone)}::json) as r("threadId" bigint, "memberId" bigint)
      where p.thread_id = r."threadId" and p.member_id = r."memberId" and p.process_id = ${this.processId}`)
  }

  private async putPresent(present: readonly Attendant[]): Promise<void> {
    const rows = present.map(({ threadId, memberId, typingUntil }) => ({
      threadId,
      memberId,
      typingUntil: typingUntil === 0 ? null : new Date(typingUntil),
    }))
    await this.host.db.execute(sql`
      insert into ${presences} (thread_id, member_id, process_id, typing_until, seen_at)
      select r."threadId", r."memberId", ${this.processId}, r."typingUntil", ${new Date(this.now()).toISOString()}::timestamptz
      from json_to_recordset(${JSON.stringify(rows)}::json)
        as r("threadId" bigint, "memberId" bigint, "typingUntil" timestamptz)
      on conflict (thread_id, member_id, process_id) do update
      set typing_until = excluded.typing_until, seen_at = excluded.seen_at`)
  }

  private tell(threadIds: readonly number[]): void {
    for (const threadId of new Set(threadIds)) this.host.tellState('presence', String(threadId))
  }

  private beatSoon(): void {
    this.beating = uncounted(() => this.beat()).catch(error => this.complain(error))
  }

  private complain(error: unknown): void {
    this.host.log.error(error, 'who is here could not be written; it is written again with the next beat')
  }

  private now(): number {
    return this.host.now().getTime()
  }
}

function forgetTimers({ leaving, pausing }: Attendant): void {
  clearTimeout(leaving)
  clearTimeout(pausing)
}

const attendances = new WeakMap<Host, Attendance>()

/** That of this process. */
export function attendanceOf({ host }: Pick<Ctx, 'host'>): Attendance {
  let own = attendances.get(host)
  if (!own) {
    own = new Attendance(host)
    attendances.set(host, own)
  }
  return own
}

/** Before the process ends. */
export const closeAttendance = async (host: Host): Promise<void> => attendances.get(host)?.close()
