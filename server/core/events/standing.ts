/** How each who follows the log stands. */
import { sql } from 'drizzle-orm'
import { consumers as cursors, domainEvents } from '../../../db/tables/index.ts'
import type { Ctx } from '../context.ts'
import { lagOf } from './lag.ts'

export const STANDINGS = ['current', 'behind', 'failing'] as const

export type Standing = {
  readonly name: string
  readonly state: (typeof STANDINGS)[number]
  /** What it has read up to. */
  readonly position: number
  /** How many events it has not had, and when the oldest of them happened. */
  readonly behind: number
  readonly since: Date | null
  /** The one whose work it builds on: it goes no further than that one. */
  readonly after: string | null
  readonly failures: number
  readonly failingSince: Date | null
  /** Why it failed last, while it fails. */
  readonly trouble: string | null
}

export type LogStanding = { readonly position: number; readonly consumers: readonly Standing[] }

/** The last position of the log, and all consumers in the order in which they are asked. Two queries. */
export async function standingOfAll(ctx: Ctx): Promise<LogStanding> {
  const lags = new Map((await lagOf(ctx)).map(lag => [lag.consumer, lag]))
  const last = sql<string | null>`(select max(position) from ${domainEvents})`
  const rows = await ctx.db.select({ cursor: cursors, last }).from(cursors)
  const kept = new Map(rows.map(({ cursor }) => [cursor.name, cursor]))
  const consumers = ctx.host.consumers.map(({ name, after = null }): Standing => {
    const { position = 0, failures = 0, failingSince = null, trouble = null } = kept.get(name) ?? {}
    const lag = lags.get(name)
    const state = failures > 0 ? 'failing' : lag ? 'behind' : 'current'
    const { events: behind = 0, since = null } = lag ?? {}
    return { name, state, position, behind, since, after, failures, failingSince, trouble }
  })
  return { position: Number(rows[0]?.last ?? 0), consumers }
}
