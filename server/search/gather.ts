/**
 * Which of the posts that hold the words are looked at: those nearest to one end, the newest or the oldest. There are two ways
 * to them, from the end on until there are enough, or by the index to all of them, and each is hopeless where the other is
 * short (docs/decisions/0078).
 */
import { type SQL, sql } from 'drizzle-orm'
import type { Ctx } from '../core/context.ts'
import { oneOf } from '../core/db.ts'
import { type Asked, mostOf } from './engine.ts'
import { filtersOf, inSight, type Words } from './matching.ts'

/** So many posts at the end tell how common the words are. */
const TASTED = 2000
/**
 * A post that the index names lies anywhere on the disk, the next one from the end beside the last: so many times as dear. Of
 * several words the index goes through the posts of each, which is as much again.
 */
const DEARER = { oneWord: 12, several: 24, own: 0.5 }

type Sought = { readonly asked: Asked; readonly words: Words }

/** Common table expressions, of which `matching` has the posts: id, thread_id, number, created_at, vector. */
export function gathered(ctx: Ctx, { asked, words }: Sought): SQL {
  const filters = filtersOf(ctx, asked)
  const { wanted, unwanted } = words
  const conditions = sql.join([inSight(ctx), ...filters], sql` and `)
  const lacking = unwanted ? sql`not s.vector @@ (${unwanted})` : sql`true`
  if (!wanted)
    return sql`matching as materialized (${POSTS} where ${conditions} and ${lacking} ${endOf(asked, sql`s`, sql`posts`)})`
  const sifted = { asked, conditions, lacking }
  return sql`${chosen(asked, wanted)}, ${filters.length === 0 ? wholeWays(sifted) : narrowedWays(sifted)}`
}

type Sifted = {
  readonly asked: Asked
  /** Of posts and their threads. */
  readonly conditions: SQL
  /** Of the words: what must not be among them. */
  readonly lacking: SQL
}

const POSTS = sql`
  select posts.id, posts.thread_id, posts.number, posts.created_at, s.vector
  from search_posts s join posts on posts.id = s.post_id join threads on threads.id = posts.thread_id`

/** One thread has its posts in order already. @param row what has the posts, in the order in which it is gone through */
const endOf = (asked: Asked, row: SQL, post: SQL): SQL =>
  sql`order by ${asked.threadId === null ? sql`${row}.post_id` : sql`${post}.number`} ${orderOf(asked)} limit ${mostOf(asked)}`

const orderOf = ({ sort }: Asked): SQL => (sort === 'oldest' ? sql`asc` : sql`desc`)

/**
 * Of words that a share s of n posts has, m posts are m/s steps from the end, and s·n are in the index, at d times the cost:
 * the way from the end is shorter where m/s is under d·s·n, and neither costs more than √(mdn). The posts of a member or of a
 * thread are walked along an index of their own, and never more than there are.
 */
const chosen = (asked: Asked, wanted: SQL): SQL => sql`
  sought as materialized (select ${wanted} as words),
  size as materialized (
    select greatest(reltuples, 1)::float8 as posts, (${sizeOf(ownOf(asked))}) as own
    from pg_class where oid = 'search_posts'::regclass
  ),
  tasted as materialized (
    select count(*) filter (where ${HELD})::float8 / greatest(count(*), 1) as share
    from (select vector from search_posts order by post_id ${orderOf(asked)} limit ${TASTED}) s
  ),
  chosen as materialized (
    select coalesce(least(${mostOf(asked)} / nullif(share, 0), own) <= ${dearer(asked)} * share * posts, false) as walk
    from tasted, size
  )`

/** The posts that have an index of their own; null where all are meant, or more than one looks through. */
function ownOf({ threadId, authorIds }: Asked): SQL | null {
  if (threadId !== null) return sql`posts.thread_id = ${threadId}::bigint`
  return authorIds && oneOf(sql`posts.author_id`, authorIds)
}

/** Of what has an index of its own each step is to two places, to the post and to its words. */
function dearer(asked: Asked): number {
  if (ownOf(asked)) return DEARER.own
  return asked.words.length + asked.phrases.length > 1 ? DEARER.several : DEARER.oneWord
}

const sizeOf = (own: SQL | null): SQL => (own ? sql`select count(*) from posts where ${own}` : sql`null::bigint`)

/** Twice the reckoned steps are walked at most: what is common at the end may be rare everywhere else. */
const wholeWays = ({ asked, conditions, lacking }: Sifted): SQL => sql`
  walked as materialized (
    select post.*, s.vector from search_posts s ${postOf(sql`s`, conditions)}
    where (select walk from chosen) and ${withinReach(asked)} and ${HELD} and ${lacking} ${endOf(asked, sql`s`, sql`post`)}
  ),
  few as materialized (select count(*) < ${mostOf(asked)} as so from walked),
  matching as materialized (
    select * from walked where not (select so from few)
    union all (${lookedUp(asked, conditions)} where ${lacking} and (select so from few) ${endOf(asked, sql`held`, sql`post`)})
  )`

/** What narrows a search has indexes, and how many posts each leads to PostgreSQL knows: which of them is walked it chooses. */
const narrowedWays = ({ asked, conditions, lacking }: Sifted): SQL => sql`
  matching as materialized (
    (${POSTS} where (select walk from chosen) and ${HELD} and ${lacking} and ${conditions} ${endOf(asked, sql`s`, sql`posts`)})
    union all (${lookedUp(asked, conditions)} where ${lacking} and not (select walk from chosen) ${endOf(asked, sql`held`, sql`post`)})
  )`

/** All that the index has of the words, in order, so that no more are looked at than are wanted. */
function lookedUp(asked: Asked, conditions: SQL): SQL {
  const own = ownOf(asked)
  const among = own ? sql`and post_id in (select id from posts where ${own})` : sql``
  return sql`
    select post.*, s.vector from (
      select post_id from search_posts where vector @@ (select words from sought) ${among}
      order by post_id ${orderOf(asked)} offset 0
    ) held ${postOf(sql`held`, conditions)}
    cross join lateral (select vector from search_posts where post_id = post.id offset 0) s`
}

/** Said in a way of which the planner knows no index. */
const HELD = sql`coalesce(s.vector @@ (select words from sought), false)`

/** Of a row of the index, its post: looked at one by one, until there are enough. */
const postOf = (row: SQL, conditions: SQL): SQL => sql`cross join lateral (
  select posts.id, posts.thread_id, posts.number, posts.created_at from posts join threads on threads.id = posts.thread_id
  where posts.id = ${row}.post_id and ${conditions} offset 0) post`

function withinReach(asked: Asked): SQL {
  const reach = sql`(select 2 * sqrt(${mostOf(asked)}::float8 * ${dearer(asked)} * posts) from size)::bigint`
  return asked.sort === 'oldest'
    ? sql`s.post_id <= (select min(post_id) from search_posts) + ${reach}`
    : sql`s.post_id >= (select max(post_id) from search_posts) - ${reach}`
}
