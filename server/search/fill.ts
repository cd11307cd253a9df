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
    const step = await ctx.db.transaction(async db => {
      const inner = { ...ctx, db }
      return (await isAlone(inner)) ? putLacking(inner, before) : null
    })
    if (!step || step.last === null) return
    before = step.last
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

/** The same at once, whoever else is at it. */
export async function reindex(ctx: Ctx, { all, signal, onProgress }: ReindexOptions): Promise<Reindexed> {
  let put = 0
  for (let before = ALL; !signal?.aborted; ) {
    const step = await ctx.db.transaction(async db => {
      const inner = { ...ctx, db }
      await inner.db.execute(sql`select pg_advisory_xact_lock(${LOCK})`)
      return all ? putNext(inner, before) : putLacking(inner, before)
    })
    put += step.put
    onProgress?.(put)
    if (step.last === null) {
      await postgresEngine.tidy(ctx)
      return { put, done: true }
    }
    before = step.last
  }
  return { put, done: false }
}

/** @returns how many were put, and the last of them; null when there are no more */
type Step = { readonly put: number; readonly last: number | null }

const putLacking = async (ctx: Ctx, before: number): Promise<Step> =>
  putAll(ctx, await postgresEngine.lacking(ctx, before, AT_ONCE))

async function putNext(ctx: Ctx, before: number): Promise<Step> {
  const rows = await ctx.db.execute<{ id: number }>(sql`
    select id::float8 as id from posts where id < ${before}::bigint order by id desc limit ${AT_ONCE}::int`)
  return putAll(
    ctx,
    rows.map(({ id }) => id),
  )
}

async function putAll(ctx: Ctx, postIds: readonly number[]): Promise<Step> {
  if (postIds.length > 0) await putAnew(ctx, { postIds, threadIds: [] })
  return { put: postIds.length, last: postIds.at(-1) ?? null }
}

async function isAlone(ctx: Ctx): Promise<boolean> {
  const [lock] = await ctx.db.execute<{ got: boolean }>(sql`select pg_try_advisory_xact_lock(${LOCK}) as got`)
  return lock?.got ?? false
}
