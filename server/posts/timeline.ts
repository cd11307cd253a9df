/** A long thread from its first post to its last: when each of its stretches was written. */
import { type SQL, sql } from 'drizzle-orm'
import type { Stretch } from './ranges.ts'

/** What `datesSql` gives: when the first post in sight of each stretch was written, if any is, and the last of all. */
export type Dates = { readonly first: readonly (string | null)[]; readonly last: string | null }

/** @param inSight the rule of sight for rows of posts joined with threads */
export function datesSql(threadId: number, stretches: readonly Stretch[], inSight: SQL): SQL<Dates> {
  const [froms, tos] = [stretches.map(({ from }) => from), stretches.map(({ to }) => to)]
  const written = (numbers: SQL, order: SQL) => sql`
    select posts.created_at from posts join threads on threads.id = posts.thread_id
    where posts.thread_id = ${threadId} and ${numbers} and ${inSight} order by posts.number ${order} limit 1`
  const within = written(sql`posts.number between stretch.first and stretch.last`, sql`asc`)
  return sql`json_build_object(
    'first', (select json_agg(found.created_at order by stretch.place)
      from unnest(${sql.param(froms)}::int[], ${sql.param(tos)}::int[]) with ordinality as stretch (first, last, place)
      left join lateral (${within}) found on true),
    'last', (${written(sql`posts.number >= ${froms.at(-1) ?? 1}`, sql`desc`)}))`
}
