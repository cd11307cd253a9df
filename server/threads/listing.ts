/**
 * Which threads a page lists, and what in each waits for the reader: asked anew for every reader, and so kept small. What
 * the rows say of the threads is the same for all who see them, and is read only for a page that is not kept yet.
 */
import { type SQL, sql } from 'drizzle-orm'
import { categoryTree } from '../categories/tree.ts'
import type { Ctx } from '../core/context.ts'
import { type PageBetween, pageBetween, readPlace } from '../core/cursor.ts'
import { type PreparedSql, prepareSql, runPrepared } from '../core/db.ts'
import type { Kinds } from '../core/kinds.ts'
import { notMutedBy } from './follow-level.ts'
import type { Period } from './periods.ts'
import { SIGHT, sightValues, threadsIn } from './policy.ts'
import { atLeast, BY_ACTIVITY, BY_TAG, byIds, type ListedRow, type ListKey, TAGGED } from './queries.ts'
import { readMarks } from './reads.ts'
import { UNREAD, type Unread, unreadSince } from './unread.ts'

/**
 * Where threads are listed: everywhere but for what the reader has muted (and of that what waits for an answer, or what
 * moved most people in a period), in a category, under a tag; or those of a kind, in whichever state or in one.
 */
export type Place =
  | { readonly all: true }
  | { readonly unanswered: true }
  | { readonly top: Period }
  | { readonly categoryId: number }
  | { readonly tag: { readonly id: number } }
  | { readonly kind: string }
  | { readonly kind: string; readonly status: string }

export type Listed = {
  readonly id: number
  readonly version: number
  readonly pinned: boolean
  readonly locked: boolean
  readonly hidden: boolean
  /** Milliseconds. */
  readonly bumpedAt: number
  /** By which it has its place in the list: that time, or its score. */
  readonly rank: number
  readonly unread: Unread | null
}

/** In a category's first page the pinned ones come before all others. */
export type Listing = PageBetween<Listed>

const MOST_PINNED = 100

/** The threads in sight by their latest activity, newest first; of the top by their score. One query. */
export async function listing(
  ctx: Ctx,
  { cursor, limit, ...place }: Place & { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Listing> {
  const from = readPlace(cursor, 2)
  const [at = 0, id] = from?.key ?? []
  if (ctx.actor.id !== null) await readMarks(ctx).settled(ctx.actor.id)
  const rows = await runPrepared<Listed>(
    ctx.db,
    statementOf(place, from ? (from.back ? 'newer' : 'older') : 'newest', atLeast(limit) + 1),
    {
      ...sightValues(ctx.read(categoryTree), ctx.actor),
      ...valuesOf(place, ctx.host.kinds),
      since: unreadSince(ctx).toISOString(),
      at: from && ('top' in place ? at : new Date(at).toISOString()),
      id,
    },
  )
  // Only there are they told apart: elsewhere a pinned thread has its place among the others.
  const pinned = 'categoryId' in place ? rows.filter(row => row.pinned) : []
  const others = pinned.length > 0 ? rows.filter(row => !row.pinned) : rows
  const page = pageBetween(others, limit, row => [row.rank, row.id], from)
  return { ...page, items: [...pinned, ...page.items] }
}

/** All that the rows of a list show of these threads, in a word that another state of them does not have. */
export const stateOf = (items: readonly Listed[]): string =>
  items.map(({ id, version, pinned, locked }) => `${id}.${version}${pinned ? 'p' : ''}${locked ? 'l' : ''}`).join(' ')

/** What waits in them for the reader, in a word. */
export const waitingIn = (items: readonly Listed[]): string =>
  items.flatMap(({ id, unread }) => (unread ? `${id}.${unread.count}.${unread.number}.${unread.postId}` : [])).join(' ')

/** The rows of a listing, in its order; without those that have gone out of sight since. One query. */
export async function rowsOf(ctx: Ctx, items: readonly Listed[]): Promise<ListedRow[]> {
  const found = await byIds(
    ctx,
    items.map(({ id }) => id),
  )
  return items.flatMap(({ id }) => found.get(id) ?? [])
}

const statements = new Map<string, PreparedSql>()

/** The list's beginning, or which way it goes on from a thread. */
type Way = 'newest' | 'older' | 'newer'

/** Every page of its kind asks it, so it is put together once. */
function statementOf(place: Place, way: Way, most: number): PreparedSql {
  const key = `${Object.keys(place)} ${way} ${most}`
  let statement = statements.get(key)
  if (!statement) {
    statement = prepareSql(put(place, way, most))
    statements.set(key, statement)
  }
  return statement
}

function put(place: Place, way: Way, most: number): SQL {
  if ('categoryId' in place) return listed(inCategory(way, most), sql`threads.pinned desc, ${LATEST}`)
  if ('top' in place) return listed(one(sql`${TOP} and ${UNMUTED}`, way, most, RANKED, BY_SCORE), BEST, SCORE)
  return listed(byActivity(place, way, most), LATEST)
}

function byActivity(place: Place, way: Way, most: number): SQL {
  if ('tag' in place) return one(TAG, way, most, TAGGED, BY_TAG)
  if ('unanswered' in place) return unanswered(way, most)
  if ('status' in place) return one(sql`${KIND} and ${STATUS}`, way, most)
  return one('kind' in place ? KIND : UNMUTED, way, most)
}

const LATEST = sql`threads.bumped_at desc, threads.id desc`
const ID = sql`${sql.placeholder('id')}::bigint`
const CATEGORY = sql`threads.category_id = ${sql.placeholder('categoryId')}::bigint`

const TAG = sql`given.tag_id = ${sql.placeholder('tagId')}::bigint`
/** Said for plain ones too, as the index that has the others alone must be told that none of them is asked for. */
const KIND = sql`threads.kind = ${sql.placeholder('kind')} and threads.kind <> 'thread'`
const STATUS = sql`threads.status = ${sql.placeholder('status')}`
const UNMUTED = notMutedBy(SIGHT.memberId)

const TOP = sql`ranked.period = ${sql.placeholder('top')}`
const RANKED = sql`top_threads ranked join threads on threads.id = ranked.thread_id`
const BY_SCORE: ListKey = { at: sql`ranked.score`, id: sql`ranked.thread_id`, type: sql.raw('bigint') }
const BEST = sql`threads.place desc, threads.id desc`
const SCORE = sql`threads.place::float8`

function valuesOf(place: Place, kinds: Kinds): object {
  if ('tag' in place) return { tagId: place.tag.id }
  return 'unanswered' in place ? statesThatWait(kinds) : place
}

/** The states in which threads wait for an answer, of the kinds that say which these are. */
function statesThatWait(kinds: Kinds): { readonly waitingKinds: string[]; readonly waitingStates: string[] } {
  const states = [...kinds].flatMap(([kind, { statuses }]) =>
    Object.entries(statuses).flatMap(([status, { waits }]) => (waits ? [{ kind, status }] : [])),
  )
  return { waitingKinds: states.map(({ kind }) => kind), waitingStates: states.map(({ status }) => status) }
}

const WAITING_KINDS = sql`${sql.placeholder('waitingKinds')}::text[]`
const WAITING_STATES = sql`${sql.placeholder('waitingStates')}::text[]`

/**
 * Two ways, each along an index of its own: threads without a reply; and those of a kind that says in which of its states a
 * thread waits, replies or not.
 */
function unanswered(way: Way, most: number): SQL {
  const silent = one(sql`threads.reply_count = 0 and threads.kind <> all(${WAITING_KINDS}) and ${UNMUTED}`, way, most)
  const inState = sql`threads.kind = waiting.kind and threads.kind <> 'thread' and threads.status = waiting.status`
  const open = one(sql`${inState} and ${UNMUTED}`, way, most)
  const order = way === 'newer' ? sql`place, id` : sql`place desc, id desc`
  return sql`select * from (
    (${silent}) union all
    (select each.* from unnest(${WAITING_KINDS}, ${WAITING_STATES}) as waiting (kind, status) cross join lateral (${open}) each)
  ) threads order by ${order} limit ${sql.raw(String(most))}`
}

function onwards({ at, id, type }: ListKey, way: Way): SQL {
  if (way === 'newest') return sql`true`
  const from = sql`(${sql.placeholder('at')}::${type}, ${ID})`
  return way === 'older' ? sql`(${at}, ${id}) < ${from}` : sql`(${at}, ${id}) > ${from}`
}

/**
 * Whoever still sees a deleted thread's tombstone meets it at its address, not in lists. Of the newer, the nearest.
 * How many is said as a number and not as a value: else PostgreSQL, taking it for a tenth of the table, plans anew for
 * every reader, which costs more than the list.
 */
function one(condition: SQL, way: Way, most: number, from = sql`threads`, key = BY_ACTIVITY): SQL {
  const order = way === 'newer' ? sql`${key.at}, ${key.id}` : sql`${key.at} desc, ${key.id} desc`
  return sql`select threads.*, ${key.at} as place from ${from}
    where ${threadsIn(SIGHT)} and threads.deleted_at is null and ${condition} and ${onwards(key, way)}
    order by ${order} limit ${sql.raw(String(most))}`
}

const inCategory = (way: Way, most: number): SQL => {
  const others = one(sql`${CATEGORY} and not threads.pinned`, way, most)
  if (way !== 'newest') return others
  const pinned = one(sql`${CATEGORY} and threads.pinned`, way, MOST_PINNED)
  return sql`(${pinned}) union all (${others})`
}

const ACTIVITY = sql`trunc(extract(epoch from threads.bumped_at) * 1000)::float8`

/** The columns are worked out for the rows of the page alone. */
const listed = (rows: SQL, order: SQL, rank = ACTIVITY): SQL => sql`
  select threads.id::float8 as id, threads.version, threads.pinned, threads.locked_at is not null as locked,
    threads.hidden_at is not null as hidden, ${ACTIVITY} as "bumpedAt", ${rank} as rank, ${UNREAD} as unread
  from (${rows}) threads order by ${order}`
