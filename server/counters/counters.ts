/** Every counter that is kept, beside the rows that it counts: to find those that are wrong, and to mend them. */
import { type SQL, sql } from 'drizzle-orm'
import type { Ctx } from '../core/context.ts'

export type Wrong = {
  readonly counter: string
  readonly id: string
  readonly kept: number | null
  readonly counted: number | null
  /** How many of this counter are wrong; only some of them are told. */
  readonly many: number
}

type Counter = {
  readonly name: string
  readonly table: string
  readonly column: string
  readonly keys: readonly string[]
  /** The rows counted: `keys`, and `value`. */
  readonly counted: SQL
  /** Where nothing is counted. */
  readonly otherwise: SQL
  /** Whether the kept row may be missing, and is added then. */
  readonly adds?: boolean
  /** Which kept rows count; all unless said otherwise. */
  readonly where?: SQL
  /** What else is set where a row is mended. */
  readonly also?: SQL
}

const NOTHING = sql`0`

/** Posts that stand, with their thread's category: those out of sight stand too, the deleted do not. */
const standing = sql`(select p.author_id, t.category_id from posts p join threads t on t.id = p.thread_id
  where p.deleted_at is null and t.deleted_at is null) standing`

/** Tags of threads in sight, and in which category they count. */
const tagged = sql`(select g.thread_id, g.tag_id,
    case when t.deleted_at is null and t.hidden_at is null then t.category_id end as category_id
  from thread_tags g join threads t on t.id = g.thread_id) tagged`

/** Pages are kept by the version of their thread. */
const changed = sql`, version = k.version + 1`

const COUNTERS: readonly Counter[] = [
  {
    name: 'threads of a category',
    table: 'categories',
    column: 'thread_count',
    keys: ['id'],
    counted: sql`select category_id as id, count(*) as value from threads where deleted_at is null group by 1`,
    otherwise: NOTHING,
  },
  {
    name: 'posts of a category',
    table: 'categories',
    column: 'post_count',
    keys: ['id'],
    counted: sql`select category_id as id, count(*) as value from ${standing} group by 1`,
    otherwise: NOTHING,
  },
  {
    name: 'posts of a member',
    table: 'members',
    column: 'post_count',
    keys: ['id'],
    counted: sql`select author_id as id, count(*) as value from ${standing} group by 1`,
    otherwise: NOTHING,
  },
  {
    name: 'posts of a member in a category',
    table: 'member_post_counts',
    column: 'posts',
    keys: ['member_id', 'category_id'],
    counted: sql`select author_id as member_id, category_id, count(*) as value from ${standing} group by 1, 2`,
    otherwise: NOTHING,
    adds: true,
  },
  {
    name: 'replies of a thread',
    table: 'threads',
    column: 'reply_count',
    keys: ['id'],
    counted: sql`select thread_id as id, count(*) as value from posts
      where number > 1 and deleted_at is null and hidden_at is null group by 1`,
    otherwise: NOTHING,
    also: changed,
  },
  {
    name: 'last number of a thread',
    table: 'threads',
    column: 'last_number',
    keys: ['id'],
    counted: sql`select thread_id as id, max(number) as value from posts group by 1`,
    otherwise: NOTHING,
    also: changed,
  },
  {
    name: 'last poster of a thread',
    table: 'threads',
    column: 'last_poster_id',
    keys: ['id'],
    counted: sql`select distinct on (thread_id) thread_id as id, author_id as value from posts
      where deleted_at is null and hidden_at is null order by thread_id, created_at desc, number desc`,
    otherwise: sql`null`,
    where: sql`k.deleted_at is null`,
    also: changed,
  },
  {
    name: 'where the tag of a thread is counted',
    table: 'thread_tags',
    column: 'counted_in_id',
    keys: ['thread_id', 'tag_id'],
    counted: sql`select thread_id, tag_id, category_id as value from ${tagged}`,
    otherwise: sql`null`,
  },
  {
    name: 'threads of a tag in a category',
    table: 'tag_counts',
    column: 'threads',
    keys: ['tag_id', 'category_id'],
    counted: sql`select tag_id, category_id, count(*) as value from ${tagged} where category_id is not null group by 1, 2`,
    otherwise: NOTHING,
    adds: true,
  },
]

/** The consumers that move them: until these have had an event, counter and rows differ without being wrong. */
export const COUNTING: ReadonlySet<string> = new Set([
  'category-counts',
  'post-counts',
  'post-counts-by-category',
  'tag-counts',
])

/** What they are called. */
export const COUNTER_NAMES: readonly string[] = COUNTERS.map(({ name }) => name)

/** Told of each counter. */
const MOST = 20

/**
 * The counters that say something else than their rows, some of each; none when all is right. What the log has not been
 * worked through for is not counted yet: then they differ without being wrong.
 */
export async function wrongCounters(ctx: Ctx): Promise<Wrong[]> {
  const found: Wrong[] = []
  for (const counter of COUNTERS) {
    const rows = await ctx.db.execute<Wrong>(sql`
      select ${counter.name}::text as counter, concat_ws(' in ', ${list(counter.keys)}) as id, kept::float8 as kept,
        counted::float8 as counted, (count(*) over ())::int as many
      from (${differing(counter)}) w order by ${list(counter.keys)} limit ${MOST}`)
    found.push(...rows)
  }
  return found
}

/** Sets every counter to what is counted. @returns how many were set, by their names */
export async function setCounters(ctx: Ctx): Promise<ReadonlyMap<string, number>> {
  const set = new Map<string, number>()
  for (const counter of COUNTERS) {
    const [row] = await ctx.db.execute<{ set: number }>(sql`
      with mended as (${mending(counter)} returning 1) select count(*)::int as set from mended`)
    if (row && row.set > 0) set.set(counter.name, row.set)
  }
  return set
}

const list = (names: readonly string[]): SQL =>
  sql.join(
    names.map(name => sql.identifier(name)),
    sql`, `,
  )

function differing({ table, column, keys, counted, otherwise, adds = false, where = sql`true` }: Counter): SQL {
  const kept = sql`k.${sql.identifier(column)}`
  const value = sql`coalesce(c.value, ${otherwise})`
  return sql`select ${list(keys)}, ${kept} as kept, ${value} as counted
    from ${sql.identifier(table)} k ${adds ? sql`full` : sql`left`} join (${counted}) c using (${list(keys)})
    where ${where} and ${kept} is distinct from ${value}`
}

function mending(counter: Counter): SQL {
  const { table, column, keys, adds = false, also = sql`` } = counter
  const [to, set] = [sql.identifier(table), sql.identifier(column)]
  if (adds)
    return sql`insert into ${to} (${list(keys)}, ${set}) select ${list(keys)}, counted from (${differing(counter)}) w
      on conflict (${list(keys)}) do update set ${set} = excluded.${set}`
  const same = keys.map(key => sql`k.${sql.identifier(key)} = w.${sql.identifier(key)}`)
  return sql`update ${to} k set ${set} = w.counted ${also} from (${differing(counter)}) w where ${sql.join(same, sql` and `)}`
}
