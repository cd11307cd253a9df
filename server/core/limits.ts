/**
 * How often somebody may do something, counted where every process counts: in Valkey where there is one, else in
 * PostgreSQL. A window is fixed (the hour from 14:00 to 15:00), which needs one question and no history; at its edge
 * twice the limit may pass. Should Valkey go away, PostgreSQL begins to count anew.
 */
import { isIP } from 'node:net'
import { lt, sql } from 'drizzle-orm'
import { rateLimits } from '../../db/tables/index.ts'
import type { Ctx } from './context.ts'
import { RateLimited } from './errors.ts'

export type Limit = {
  /** What is counted, and for whom: `sign-in:address:192.0.2.7`. */
  readonly key: string
  readonly limit: number
  /** Length of the window. */
  readonly seconds: number
}

const KEPT_MS = 2 * 24 * 60 * 60 * 1000

/**
 * Counts one attempt; the one after `limit` is refused. Called before a verb's transaction: a refused attempt counts too.
 * @throws RateLimited with the seconds until the window ends.
 */
export async function consume(ctx: Ctx, { key, limit, seconds }: Limit): Promise<void> {
  if (!ctx.host.env.limits) return
  if (ctx.unit) throw new Error(`limit ${key} was counted inside a transaction, which would forget a refusal`)
  const now = ctx.now().getTime()
  const start = Math.floor(now / (seconds * 1000)) * seconds * 1000
  const count =
    (await ctx.host.valkey?.count(`limit:${key}:${start / 1000}`, seconds)) ?? (await countInPostgres(ctx, key, start))
  if (count > limit) throw new RateLimited(Math.ceil((start + seconds * 1000 - now) / 1000))
}

async function countInPostgres({ db }: Ctx, key: string, start: number): Promise<number> {
  const [row] = await db
    .insert(rateLimits)
    .values({ key, window: new Date(start), count: 1 })
    .onConflictDoUpdate({ target: [rateLimits.key, rateLimits.window], set: { count: sql`${rateLimits.count} + 1` } })
    .returning({ count: rateLimits.count })
  return row?.count ?? 0
}

/** Counts one attempt by the caller's address. Jobs and the command line have none and are not limited. */
export async function consumeByAddress(ctx: Ctx, { key, ...rest }: Limit): Promise<void> {
  if (ctx.address) await consume(ctx, { key: `${key}:address:${network(ctx.address)}`, ...rest })
}

/** Forgets windows that are over. */
export async function forgetOldLimits(ctx: Ctx): Promise<void> {
  await ctx.db.delete(rateLimits).where(lt(rateLimits.window, new Date(ctx.now().getTime() - KEPT_MS)))
}

/** Whom an address stands for: an IPv6 customer holds a whole /64, so its last half is dropped. */
export function network(address: string): string {
  const plain = address.replace(/%.*$/, '').toLowerCase()
  const mapped = plain.match(/^::ffff:(\d+\.\d+\.\d+\.\d+)$/)?.[1]
  if (mapped) return mapped
  if (isIP(plain) !== 6) return plain
  const [head = '', tail] = plain.split('::')
  const first = head ? head.split(':') : []
  const last = tail ? tail.split(':') : []
  const zeros = tail === undefined ? 0 : 8 - first.length - last.length
  const groups = [...first, ...Array<string>(Math.max(0, zeros)).fill('0'), ...last]
  return `${groups
    .slice(0, 4)
    .map(group => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
