/**
 * The secrets that sign deliveries. Each is made of a random seed in the database and the installation's key, which is not
 * there: a copy of the database alone signs nothing (docs/decisions/0047).
 */
import { createHmac } from 'node:crypto'
import type { webhooks } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'

type Seeds = Pick<typeof webhooks.$inferSelect, 'seed' | 'previousSeed' | 'previousUntil'>

/** How they begin, so that scanners of public code recognise one that got out. */
const PREFIX = 'gh_webhook_'

export const secretOf = (ctx: Ctx, seed: string): string =>
  PREFIX + createHmac('sha256', ctx.host.secret).update(`webhook ${seed}`).digest('base64url')

/** Those that sign now: the present one, and the one before until its time is over. */
export function secretsOf(ctx: Ctx, { seed, previousSeed, previousUntil }: Seeds): string[] {
  const before = previousSeed !== null && previousUntil !== null && previousUntil > ctx.now() ? [previousSeed] : []
  return [seed, ...before].map(one => secretOf(ctx, one))
}

/** The header `Guildhall-Signature`: `t=<seconds>,v1=<hex>`, with one `v1` per secret. */
export function signature(secrets: readonly string[], seconds: number, body: string): string {
  const signed = secrets.map(secret => createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex'))
  return [`t=${seconds}`, ...signed.map(hex => `v1=${hex}`)].join(',')
}
