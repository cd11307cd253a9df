/** How far consumers are behind the log. */
import { sql } from 'drizzle-orm'
import { consumers as cursors, domainEvents } from '../../../db/tables/index.ts'
import type { Ctx } from '../context.ts'

export type Lag = {
  /** The consumer's name; null for events that nobody has numbered yet. */
  readonly consumer: string | null
  /** How many events it has not had. */
  readonly events: number
  /** When the oldest of them happened. */
  readonly since: Date
}

/** Those that are behind. One query. */
export async function lagOf(ctx: Ctx): Promise<Lag[]> {
  const declared = ctx.host.consumers.map(({ name, types }) => ({ name, types }))
  const rows = await ctx.db.execute<{ consumer: string | null; events: number; since: number }>(sql`
    select c.name as consumer, waiting.events, waiting.since
    from json_to_recordset(${JSON.stringify(declared)}::json) c (name text, types json)
    left join ${cursors} k on k.name = c.name
    cross join lateral (
      select count(*)::int as events, (extract(epoch from min(e.at)) * 1000)::float8 as since from ${domainEvents} e
      where e.position > coalesce(k.position, 0) and e.type in (select json_array_elements_text(c.types))) waiting
    where waiting.events > 0
    union all
    select null, count(*)::int, (extract(epoch from min(at)) * 1000)::float8 from ${domainEvents} where position is null
    having count(*) > 0`)
  return rows.map(row => ({ ...row, since: new Date(row.since) }))
}
