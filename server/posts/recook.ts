/**
 * Posts that an older pipeline cooked are cooked anew: those that somebody reads a moment after they were read, all
 * others by a job, a few at a time. A reader never waits for it. Nobody is told of anything: only the look changes.
 */
import { and, desc, eq, lt } from 'drizzle-orm'
import { posts } from '../../db/tables/index.ts'
import { cook, htmlOf, recook } from '../cooking/service.ts'
import { type Ctx, type Host, makeContext } from '../core/context.ts'
import { oneOf } from '../core/db.ts'
import { addJob } from '../core/jobs.ts'
import { COOKED_VERSION, PLAIN_VERSION } from '../core/text/cooked.ts'
import { transaction } from '../core/transaction.ts'
import { refresh } from '../threads/service.ts'
import { replaceReferences } from './references.ts'

/** A batch takes a moment, so that the process can end between two. */
const AT_ONCE = 50
const SOON_MS = 500
const MOST_NOTED = 500

const stored = {
  id: posts.id,
  threadId: posts.threadId,
  authorId: posts.authorId,
  body: posts.body,
  version: posts.version,
}
type Stored = { readonly [K in keyof typeof stored]: (typeof stored)[K]['_']['data'] }

/** The job: works through all that is old, the newest posts first, and adds itself again while there is more. */
export async function recookOld(ctx: Ctx): Promise<void> {
  const rows = await ctx.db
    .select(stored)
    .from(posts)
    .where(lt(posts.cookedVersion, COOKED_VERSION))
    .orderBy(desc(posts.cookedVersion), desc(posts.id))
    .limit(AT_ONCE)
  for (const row of rows) await recookOne(ctx, row)
  if (rows.length === AT_ONCE) await addJob(ctx, 'posts.recook', null, 'posts.recook')
}

/** @throws Error when no text at all can be cooked: then it is not the text's fault */
async function recookOne(ctx: Ctx, row: Stored): Promise<void> {
  const cooked = await recook(ctx, row)
  if (cooked.version === PLAIN_VERSION && (await cook(ctx, 'a word')).version === PLAIN_VERSION) {
    throw new Error('no text can be cooked')
  }
  await transaction(ctx, async ctx => {
    // The thread first, as every verb has it.
    await refresh(ctx, [row.threadId])
    const [changed] = await ctx.db
      .update(posts)
      // A text that takes too long again takes too long: what was set plainly stays so.
      .set({ html: htmlOf(cooked, row.id), excerpt: cooked.excerpt, cookedVersion: COOKED_VERSION })
      .where(and(eq(posts.id, row.id), eq(posts.version, row.version), lt(posts.cookedVersion, COOKED_VERSION)))
      .returning({ id: posts.id })
    if (changed) await replaceReferences(ctx, row.id, cooked)
  })
}

type Reading = { readonly ids: Set<number>; timer: NodeJS.Timeout | undefined; working: Promise<void> }

const readings = new WeakMap<Host, Reading>()

/** Notes that somebody has just read these posts in their old form. */
export function recookSoon({ host }: Ctx, ids: readonly number[]): void {
  if (ids.length === 0) return
  const reading = readings.get(host) ?? { ids: new Set(), timer: undefined, working: Promise.resolve() }
  readings.set(host, reading)
  for (const id of ids) if (reading.ids.size < MOST_NOTED) reading.ids.add(id)
  reading.timer ??= setTimeout(() => {
    reading.timer = undefined
    reading.working = reading.working
      .then(() => recookNoted(makeContext({ db: host.db, host }), reading.ids))
      .catch(error => host.log.error(error, 'posts that were read were not cooked anew'))
  }, SOON_MS).unref()
}

async function recookNoted(ctx: Ctx, noted: Set<number>): Promise<void> {
  const ids = [...noted]
  const rows = await ctx.db
    .select(stored)
    .from(posts)
    .where(and(oneOf(posts.id, ids), lt(posts.cookedVersion, COOKED_VERSION)))
  for (const row of rows) {
    if (!noted.has(row.id)) return
    await recookOne(ctx, row)
  }
  for (const id of ids) noted.delete(id)
}

/** Forgets what is noted and waits for the post that is being cooked. */
export async function stopRecooking(host: Host): Promise<void> {
  const reading = readings.get(host)
  clearTimeout(reading?.timer)
  reading?.ids.clear()
  await reading?.working
}
