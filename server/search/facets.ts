/**
 * What was found, counted by what may narrow it further. An engine says which posts there are; what they are is asked of
 * the database, once more under the rule of sight, so that no number tells of what its reader may not see.
 */
import { type SQL, sql } from 'drizzle-orm'
import { type Category, categoryTree } from '../categories/tree.ts'
import type { Ctx } from '../core/context.ts'
import { oneOf, PLANNED_ANEW } from '../core/db.ts'
import { showsActivity } from '../members/privacy.ts'
import type { TagRef } from '../tags/queries.ts'
import type { Person } from '../threads/queries.ts'
import { type Asked, MOST_COUNTED, type Stretch } from './engine.ts'
import { engineOf } from './engines.ts'
import { inSight, isUnread } from './matching.ts'
import { dayAt } from './query.ts'

export type Facets = {
  /** Threads, or posts where each is a result of its own. */
  readonly total: number
  /** Only the first `MOST_COUNTED` posts were counted: of everything there may be more. */
  readonly capped: boolean
  /** With all that is in those under them; most first. */
  readonly categories: readonly { readonly category: Category; readonly count: number }[]
  /** Who lets it be listed what they wrote. */
  readonly authors: readonly (Person & { readonly count: number })[]
  readonly tags: readonly (TagRef & { readonly count: number })[]
  /** Threads in one state of their kind. */
  readonly kinds: readonly { readonly kind: string; readonly status: string; readonly count: number }[]
  /** From the shortest on; each holds those before it. */
  readonly periods: readonly Period[]
  /** What is the actor's own; null for visitors. */
  readonly own: { readonly mine: number; readonly unread: number; readonly read: number } | null
}

type Period = { readonly name: PeriodName; readonly from: string; readonly count: number }

/** With their days. */
const PERIODS = [
  ['day', 1],
  ['week', 7],
  ['month', 30],
  ['year', 365],
] as const
export type PeriodName = (typeof PERIODS)[number][0]

const MOST_AUTHORS = 8
const MOST_TAGS = 10
const DAY_MS = 24 * 60 * 60 * 1000

export const NO_FACETS: Facets = {
  ...{ total: 0, capped: false },
  ...{ categories: [], authors: [], tags: [], kinds: [], periods: [], own: null },
}

/**
 * Of all that the engine finds by these words, which are taken as they are. What would widen the search is not counted: a
 * category above the chosen one, an earlier day. Queries: the engine's one, and one.
 */
export const count = async (ctx: Ctx, asked: Asked, per: Stretch['per']): Promise<Facets> =>
  among(ctx, { ids: await engineOf(ctx).all(ctx, asked), asked, per })

type Among = { readonly ids: readonly number[]; readonly asked: Asked; readonly per: Stretch['per'] }

/** Of these posts, as far as they are in sight. One query. */
export async function among(ctx: Ctx, { ids, asked, per }: Among): Promise<Facets> {
  if (ids.length === 0) return NO_FACETS
  const starts = startsOf(ctx, asked)
  const [row] = await ctx.db.execute<Row>(counting(ctx, { ids, per, starts }))
  if (!row) return NO_FACETS
  const { categories, periods, mine, unread, ...rest } = row
  return {
    ...rest,
    capped: ids.length >= MOST_COUNTED,
    kinds: row.kinds.filter(({ kind }) => ctx.host.kinds.has(kind)),
    categories: withThoseAbove(ctx, asked, new Map(categories)),
    periods: starts.map((start, place) => ({ ...start, count: periods[place] ?? 0 })),
    own: ctx.actor.id === null ? null : { mine, unread, read: row.total - unread },
  }
}

type Row = Pick<Facets, 'total' | 'authors' | 'tags' | 'kinds'> & {
  readonly categories: readonly (readonly [number, number])[]
  readonly periods: readonly number[]
  readonly mine: number
  readonly unread: number
}

type Counting = Pick<Among, 'ids' | 'per'> & { readonly starts: readonly Start[] }

/** `one` is what counts once: a thread, however many of its posts were found, or each post. */
const counting = (ctx: Ctx, { ids, per, starts }: Counting): SQL => sql`
  ${PLANNED_ANEW} with found as materialized (
    select ${per === 'thread' ? sql`posts.thread_id` : sql`posts.id`} as one, posts.thread_id, posts.author_id,
      posts.created_at, threads.category_id, threads.kind, threads.status
    from posts join threads on threads.id = posts.thread_id
    where ${oneOf(sql`posts.id`, ids)} and ${inSight(ctx)}
  ), waiting as materialized (
    select threads.id from threads where threads.id in (select thread_id from found) and ${isUnread(ctx, true)}
  )
  select ${many()} as total,
    ${many(sql`author_id = ${ctx.actor.id ?? 0}::bigint`)} as mine,
    ${many(sql`thread_id in (select id from waiting)`)} as unread,
    json_build_array(${sql.join(
      starts.map(({ from }) => many(sql`created_at >= ${`${from}T00:00:00Z`}::timestamptz`)),
      sql`, `,
    )}) as periods,
    ${listed(sql`json_build_array(category_id, count)`, sql`select category_id, ${many()} as count from found group by 1`)} as categories,
    ${listed(sql`r`, sql`select kind, status, ${many()} as count from found group by 1, 2 order by count desc, kind, status`)} as kinds,
    ${listed(
      sql`r`,
      // In their order before they are looked up: so no more are than it takes to show that many.
      sql`select members.id, members.name, coalesce(members.display_name, members.name) as "displayName",
        members.avatar_key as avatar, wrote.count
      from (select author_id as id, ${many()} as count from found group by 1 order by count desc, id) wrote
      join members on members.id = wrote.id
      where members.erased_at is null and ${showsActivity(ctx, ctx.actor.id)}
      order by wrote.count desc, wrote.id limit ${MOST_AUTHORS}`,
    )} as authors,
    ${listed(
      sql`r`,
      sql`select tags.slug, tags.name, ${many()} as count
      from found join thread_tags given on given.thread_id = found.thread_id join tags on tags.id = given.tag_id
      group by tags.id order by count desc, tags.id limit ${MOST_TAGS}`,
    )} as tags
  from found`

/** How many there are, of some or of all. */
const many = (which?: SQL): SQL => sql`count(distinct one)${which ? sql` filter (where ${which})` : sql``}::int`

/** Rows as one JSON array, in their order. */
const listed = (each: SQL, rows: SQL): SQL => sql`(select coalesce(json_agg(${each}), '[]'::json) from (${rows}) as r)`

type Start = Pick<Period, 'name' | 'from'>

/** Where the periods begin, in whole days of UTC as addresses say them; those that begin before the search does are left out. */
function startsOf(ctx: Ctx, { from }: Asked): Start[] {
  const today = ctx.now().getTime()
  return PERIODS.map(([name, days]) => ({ name, from: dayAt(today - days * DAY_MS) })).filter(
    start => from === null || Date.parse(start.from) >= from.getTime(),
  )
}

/** What is in a category is in all that hold it, as far as the actor sees them and they are asked for. */
function withThoseAbove(ctx: Ctx, { categoryIds }: Asked, counts: ReadonlyMap<number, number>): Facets['categories'] {
  const tree = ctx.read(categoryTree)
  const sums = new Map<number, number>()
  for (const [id, count] of counts) {
    const place = tree.get(id)
    for (const one of place ? [place, ...tree.above(place)] : []) sums.set(one.id, (sums.get(one.id) ?? 0) + count)
  }
  return tree
    .having(ctx.actor, 'see')
    .flatMap(category => {
      const count = categoryIds?.includes(category.id) === false ? undefined : sums.get(category.id)
      return count === undefined ? [] : [{ category, count }]
    })
    .toSorted((a, b) => b.count - a.count)
}
