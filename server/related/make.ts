/**
 * Works out what is like a thread: others with the same rare words in their opening posts, with the same tags, and those that
 * its readers have read. Rights are not asked for here but when it is shown (docs/decisions/0076).
 */
import { sql } from 'drizzle-orm'
import { records } from '../bulk/records.ts'
import type { Ctx } from '../core/context.ts'
import { ifBusy, oneOf } from '../core/db.ts'
import { addJob, type Jobs, type Schedule } from '../core/jobs.ts'
import { documentsOf, openingPostsOf } from '../search/documents.ts'
import { oneAtATime } from './lock.ts'
import { byReaders, byTags, type Found } from './others.ts'
import { byWords } from './words.ts'

export const MAKE = 'related.make'

/** Some four seconds: other jobs wait no longer than that for their turn. */
const STEPS = 100
/** When something was written: itself, and what is like it. What else is due has no hurry. */
const STEPS_WOKEN = 20
/**
 * A community that came in whole would keep a core busy for hours, and whoever searches waiting for it: with this rest, in
 * seconds, a fifteenth of one for days, the newest threads first.
 */
const REST = 60
/** More than are shown: some are out of sight of who reads. */
const MOST = 20
/** As many as are shown: what is new may belong among what is like these. */
const NEAREST = 5

/** What is written wakes the job at once. */
export const WOKEN = { woken: true }

/** The job: works out some of what is due, and after a rest the next. */
async function makeDue(ctx: Ctx, payload: unknown, signal: AbortSignal): Promise<void> {
  for (let left = Object(payload).woken ? STEPS_WOKEN : STEPS; left > 0 && !signal.aborted; left--) {
    if ((await makeNext(ctx).catch(ifBusy)) === false) return
  }
  await addJob(ctx, MAKE, null, MAKE, REST)
}

export const jobs: Jobs = { [MAKE]: makeDue }
/** What came from elsewhere, or was left when a server stopped. */
export const schedules: readonly Schedule[] = [{ cron: '*/5 * * * *', job: MAKE }]

/** Works out the newest that is due, in one transaction. @returns whether there was any */
export const makeNext = (outer: Ctx): Promise<boolean> =>
  outer.db.transaction(async db => {
    const ctx = { ...outer, db }
    await oneAtATime(ctx)
    await giveWay(ctx)
    const due = await takeNext(ctx)
    if (!due) return false
    const found = await othersLike(ctx, due.threadId)
    await keep(ctx, due.threadId, found)
    if (due.spreads) await spread(ctx, found.slice(0, NEAREST))
    return true
  })

/** Given up before PostgreSQL looks for circles (after a second): it might end whoever writes in several threads, and not us. */
async function giveWay(ctx: Ctx): Promise<void> {
  await ctx.db.execute(sql`select set_config('lock_timeout', '300ms', true)`)
}

async function takeNext(ctx: Ctx): Promise<Due | undefined> {
  const [due] = await ctx.db.execute<Due>(sql`
    delete from related_due where thread_id = (
      select thread_id from related_due order by thread_id desc limit 1)
    returning thread_id::float8 as "threadId", spreads`)
  return due
}

type Due = { readonly threadId: number; readonly spreads: boolean }

/** What is like a thread, the likest first. Seven queries; two for one that is gone. */
async function othersLike(ctx: Ctx, threadId: number): Promise<Found[]> {
  if (!(await isThere(ctx, threadId))) return []
  const [document] = await documentsOf(ctx, await openingPostsOf(ctx, [threadId]))
  const ways = [
    document ? await byWords(ctx, document) : [],
    await byTags(ctx, threadId),
    await byReaders(ctx, threadId),
  ]
  const found = new Map<number, Found>()
  for (const one of ways.flat()) found.set(one.otherId, together(one, found.get(one.otherId)))
  return [...found.values()].sort((a, b) => b.score - a.score || b.otherId - a.otherId).slice(0, MOST)
}

/** What speaks for it adds up; it is explained by what speaks most. */
function together(one: Found, other: Found | undefined): Found {
  if (!other) return one
  const { why, words, strength } = one.strength > other.strength ? one : other
  return { otherId: one.otherId, score: one.score + other.score, why, words, strength }
}

async function isThere(ctx: Ctx, threadId: number): Promise<boolean> {
  const [row] = await ctx.db.execute<{ there: boolean }>(
    sql`select deleted_at is null as there from threads where id = ${threadId}::bigint`,
  )
  return row?.there ?? false
}

/**
 * Puts these in the place of what there was. Three queries: rows that name threads lock them, and whoever else locks several
 * does so from the oldest on, so all of them are locked first, in that order.
 */
async function keep(ctx: Ctx, threadId: number, found: readonly Found[]): Promise<void> {
  await ctx.db.execute(sql`
    select from threads where ${oneOf(sql`id`, [threadId, ...found.map(({ otherId }) => otherId)])} order by id for key share`)
  await ctx.db.execute(sql`delete from related_threads where thread_id = ${threadId}::bigint`)
  await ctx.db.execute(sql`
    insert into related_threads (thread_id, other_id, score, why, words)
    select ${threadId}::bigint, r."otherId", r.score, r.why, r.words
    from ${records(found, sql`"otherId" bigint, score real, why text, words text[]`)} join threads t on t.id = r."otherId"`)
}

/**
 * The others may have this one among theirs now; what is like those need not be looked at for that. `keep` has locked them.
 * One query.
 */
async function spread(ctx: Ctx, found: readonly Found[]): Promise<void> {
  await ctx.db.execute(sql`
    insert into related_due (thread_id, spreads)
    select t.id, false from ${records(found, sql`"otherId" bigint`)} join threads t on t.id = r."otherId"
    on conflict do nothing`)
}
