/** The backup that is made by itself every night, where an administrator wants one, and those of other nights that are kept. */
import type { Ctx } from '../core/context.ts'
import { tellFailure } from './letter.ts'
import { type Shelf, shelfOf } from './shelf.ts'
import { type BackedUp, writeBackup } from './write.ts'

const HOUR_MS = 60 * 60 * 1000
const DAY_MS = 24 * HOUR_MS
/** Made by hand and put beside them, others are left alone. */
const NAME = /^nightly-(\d{4}-\d\d-\d\d)T(\d\d)(\d\d)\.tar\.gz$/

/**
 * Job `backup.nightly`, every hour: makes the backup that is due, and removes the oldest beyond those that are kept. What
 * fails is told to administrators and tried again an hour later; what is stopped because the server stops is not told.
 */
export async function makeNightly(ctx: Ctx, signal: AbortSignal): Promise<void> {
  const shelf = shelfOf(ctx.host.env)
  try {
    if (!(await isDue(ctx, shelf))) return
    const done = await write(ctx, shelf, signal)
    ctx.log.info({ ...done, place: shelf.place }, 'the nightly backup is made')
    await removeOldest(ctx, shelf)
  } catch (error) {
    if (signal.aborted) return
    ctx.log.error(error, 'the nightly backup could not be made')
    await tellFailure(ctx, shelf.place, error)
  }
}

/** Whether none was made since the clock last showed the hour: so one that was missed is made up for. */
async function isDue(ctx: Ctx, shelf: Shelf): Promise<boolean> {
  if (!ctx.setting('backup.nightly')) return false
  const last = await lastNightly(shelf)
  return last === null || last.getTime() < lastTime(ctx).getTime()
}

function lastTime(ctx: Ctx): Date {
  const now = ctx.now().getTime()
  const today = Math.floor(now / DAY_MS) * DAY_MS + ctx.setting('backup.hour') * HOUR_MS
  return new Date(today <= now ? today : today - DAY_MS)
}

/** When the newest nightly backup was made; null when there is none. */
export async function lastNightly(shelf: Shelf): Promise<Date | null> {
  const [, day, hour, minute] = NAME.exec((await nightlies(shelf)).at(-1) ?? '') ?? []
  return day === undefined ? null : new Date(`${day}T${hour}:${minute}:00Z`)
}

const nightlies = async (shelf: Shelf): Promise<string[]> => (await shelf.names()).filter(name => NAME.test(name))

async function write(ctx: Ctx, shelf: Shelf, signal: AbortSignal): Promise<BackedUp> {
  const now = ctx.now()
  const { target, storage, env } = ctx.host
  const sink = await shelf.sink(`nightly-${now.toISOString().slice(0, 16).replace(':', '')}.tar.gz`)
  return writeBackup({ target, storage, dataDir: env.dataDir }, sink, { signal, now })
}

async function removeOldest(ctx: Ctx, shelf: Shelf): Promise<void> {
  for (const name of (await nightlies(shelf)).slice(0, -ctx.setting('backup.keep'))) await shelf.remove(name)
}
