/**
 * Posts that PostgreSQL's index does not have are put into it: after an upgrade, an import, or when a backup was brought back.
 * The newest first, as they are looked for most. Each step is one transaction, so it can be stopped anywhere and goes on.
 */
import { sql } from 'drizzle-orm'
import type { Ctx } from '../core/context.ts'
import { addJob } from '../core/jobs.ts'
import { postgresEngine } from './postgres.ts'
import { putAnew } from './put.ts'

export const FILL = 'search.fill'

const AT_ONCE = 100
/** Some ten seconds: other jobs wait no longer than that for their turn. */
const STEPS = 50
const LOCK = 0x6775_6966
/** Larger than every id. */
const ALL = Number.MAX_SAFE_INTEGER

/**
 * The job: puts a part of what is missing, and adds itself again for the rest. Whoever finds another at it leaves it to
 * that one.
 */
export async function fill(ctx: Ctx, payload: unknown, signal: AbortSignal): Promise<void> {
  let before = Number(Object(payload).before ?? ALL)
  for (let left = STEPS; left > 0 && !signal.aborted; left--) {
    const last = await ctx.db.transaction(async db => {
      const inner = { ...ctx, db }
      return (await isAlone(inner)) ? putLacking(inner, before) : null
    })
    if (last === null) return
    before = last
  }
  await addJob(ctx, FILL, { before }, FILL)
}

export type ReindexOptions = {
  /** Also what is there already. */
  readonly all: boolean
  readonly signal?: AbortSignal | undefined
  /** Told after each step how many were put. */
  readonly onProgress?: (put: number) => void
}

/** How many were put, and whether that was all. */
export type Reindexed = { readonly put: number; readonly done: boolean }

/** While PostgreSQL is at some of them, this process takes the next apart. */
const LANES = 2

/** The same at once, whoever else is at it. */
export async function reindex(ctx: Ctx, { all, signal, onProgress }: ReindexOptions): Promise<Reindexed> {
  let put = 0
  const source = batches(ctx, all ? postsBefore : postgresEngine.lacking)
  const lane = async () => {
    for await (const postIds of source) {
      if (signal?.aborted) return
      await ctx.db.transaction(async db => {
        await db.execute(sql`select pg_advisory_xact_lock_shared(${LOCK})`)
        await putAnew({ ...ctx, db }, { postIds, threadIds: [] })
      })
      put += postIds.length
      onProgress?.(put)
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  if (signal?.aborted) return { put, done: false }
  await postgresEngine.tidy(ctx)
  return { put, done: true }
}

/** Some ids of posts, below one. */
type Ids = (ctx: Ctx, before: number, limit: number) => Promise<number[]>

/** All that there are, the newest first; each is given to one of those who ask. */
async function* batches(ctx: Ctx, idsBefore: Ids): AsyncGenerator<readonly number[]> {
  for (let before: number | undefined = ALL; before !== undefined; ) {
    const ids = await idsBefore(ctx, before, AT_ONCE)
    if (ids.length > 0) yield ids
    before = ids.at(-1)
  }
}

async function postsBefore(ctx: Ctx, before: number, limit: number): Promise<number[]> {
  const rows = await ctx.db.execute<{ id: number }>(sql`
    select id::float8 as id from posts where id < ${before}::bigint order by id desc limit ${limit}::int`)
  return rows.map(({ id }) => id)
}

/** @returns the last that was put; null when there are no more */
async function putLacking(ctx: Ctx, before: number): Promise<number | null> {
  const postIds = await postgresEngine.lacking(ctx, before, AT_ONCE)
  if (postIds.length > 0) await putAnew(ctx, { postIds, threadIds: [] })
  return postIds.at(-1) ?? null
}

async function isAlone(ctx: Ctx): Promise<boolean> {
  const [lock] = await ctx.db.execute<{ got: boolean }>(sql`select pg_try_advisory_xact_lock(${LOCK}) as got`)
  return lock?.got ?? false
}
