/**
 * Threads come in parts of the sitemap by ranges of ids: a new one only ever touches the last part, a change its own. When a
 * part last changed is kept for each category in it, as visitors see some and are told nothing of the others.
 */
import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { categories, sitemapParts as table } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import { oneOf } from '../core/db.ts'
import type { DomainEvent } from '../core/events/emit.ts'
import type { Consumer } from '../core/events/log.ts'

/** The protocol allows 50,000 addresses and 50 MB; so few are read and written in some 50 ms. As in migration 0009. */
const PART_SIZE = 5000

/** The part of the row with an id. */
export const partOf = (id: SQLWrapper): SQL<number> => sql<number>`((${id} - 1) / ${sql.raw(String(PART_SIZE))})::int`

/** That the row with an id is in a part. */
export const inPart = (id: SQLWrapper, part: SQLWrapper | number): SQL => {
  const size = sql.raw(String(PART_SIZE))
  return sql`(${id} > ${part}::bigint * ${size} and ${id} <= (${part}::bigint + 1) * ${size})`
}

/** Keeps them: what it says twice is the same. */
export const sitemapParts: Consumer = {
  name: 'sitemap',
  types: [
    'thread.created',
    'thread.edited',
    'thread.deleted',
    'thread.restored',
    'thread.moved',
    'threads.imported',
    'post.created',
    'post.edited',
    'post.deleted',
    'post.restored',
    'category.changed',
  ],
  handle: async (ctx, events) => {
    // Others may see it now, or those below it.
    if (events.some(({ type }) => type === 'category.changed')) await ctx.db.update(table).set({ changedAt: ctx.now() })
    const places = await placesOf(ctx, events)
    if (places.length > 0) await touch(ctx, places)
  },
}

/** One category's threads in a part. */
type Place = { readonly part: number; readonly categoryId: number }

/** Where the threads that events are about stand, and those that they have left. One query, or none. */
async function placesOf(ctx: Ctx, events: readonly DomainEvent[]): Promise<Place[]> {
  const ids = new Set(
    events.flatMap(({ data }) => ('threadIds' in data ? data.threadIds : 'threadId' in data ? [data.threadId] : [])),
  )
  if (ids.size === 0) return []
  const left = events.flatMap(({ data }) => ('from' in data ? [{ id: data.threadId, categoryId: data.from }] : []))
  const rows = await ctx.db.execute<Place>(sql`
    select ${partOf(sql`t.id`)} as part, t.category_id::float8 as "categoryId" from threads t where ${oneOf(sql`t.id`, [...ids])}
    union
    select ${partOf(sql`moved.id`)}, moved."categoryId"::float8
    from json_to_recordset(${JSON.stringify(left)}::json) as moved (id bigint, "categoryId" bigint)`)
  return [...rows]
}

/** Two queries, of however many places: a seed touches thousands at once. */
async function touch(ctx: Ctx, places: readonly Place[]): Promise<void> {
  const rows = sql`json_to_recordset(${JSON.stringify(places)}::json) as place (part int, "categoryId" bigint)`
  // A category that a thread has left may be gone by now.
  await ctx.db.execute(sql`
    insert into ${table} (part, category_id, changed_at)
    select part, "categoryId", ${ctx.now().toISOString()}::timestamptz from ${rows} join ${categories} on id = "categoryId"
    on conflict (part, category_id) do update set changed_at = excluded.changed_at`)
  // Where nothing is left for anybody to find, there is no part. The first row tells: one that merely has to exist would
  // have PostgreSQL join the whole range.
  await ctx.db.execute(sql`
    delete from ${table} using ${rows}
    where ${table.part} = place.part and ${table.categoryId} = place."categoryId" and (
      select t.id from threads t where ${inPart(sql`t.id`, sql`place.part`)} and t.category_id = place."categoryId"
        and t.deleted_at is null and t.hidden_at is null order by t.id limit 1) is null`)
}
