/**
 * What a member wants to hear of a thread, as SQL. The nearest word counts: what they said of the thread itself, else of
 * its tags, else of its category, else of the nearest category that holds that. Of two tags that disagree, the muted one
 * wins.
 */
import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import type { Ctx } from '../core/context.ts'

type Place = { readonly threadId: SQLWrapper; readonly categoryId: SQLWrapper }

const HERE: Place = { threadId: sql`threads.id`, categoryId: sql`threads.category_id` }

// Text rather than columns: each list of a member has these, and every column costs the time of looking up its name.

/** What was said of the thread itself. */
export const ownLevelSql = (memberId: number | SQL, { threadId }: Pick<Place, 'threadId'>): SQL => sql`(
  select said.level from follows said
  where said.member_id = ${memberId} and said.kind = 'thread' and said.target_id = ${threadId})`

/** What holds for the thread while nothing is said of it; of the two words, `mute` is the larger. */
export const levelAroundSql = (memberId: number | SQL, { threadId, categoryId }: Place): SQL => sql`coalesce(
  (select max(said.level) from thread_tags given
    join follows said on said.member_id = ${memberId} and said.kind = 'tag' and said.target_id = given.tag_id
    where given.thread_id = ${threadId}),
  ${categoryLevelSql(memberId, categoryId)})`

/** Deeper than anybody nests categories. */
const DEEPEST = 20

/** What holds for a category: the nearest word of it and of those that hold it. Who has said nothing of any pays nothing. */
export const categoryLevelSql = (memberId: number | SQL, categoryId: SQLWrapper): SQL => sql`case when exists (
    select from follows said where said.member_id = ${memberId} and said.kind = 'category') then (
  with recursive around (id, parent_id, steps) as (
    select c.id, c.parent_id, 0 from categories c where c.id = ${categoryId}
    union all
    select c.id, c.parent_id, around.steps + 1 from around join categories c on c.id = around.parent_id
    where around.steps < ${sql.raw(String(DEEPEST))})
  select said.level from around
  join follows said on said.member_id = ${memberId} and said.kind = 'category' and said.target_id = around.id
  order by around.steps limit 1) end`

/** `follow`, `mute`, or null for the usual; of a row of threads unless another place is named. */
export const levelSql = (memberId: number | SQL, place: Place = HERE): SQL =>
  sql`coalesce(${ownLevelSql(memberId, place)}, ${levelAroundSql(memberId, place)})`

/** On a query of threads: whether the reader has not muted the row; visitors mute nothing. */
export const notMuted = ({ actor }: Ctx): SQL | undefined =>
  actor.id === null ? undefined : notMutedBy(sql`${actor.id}::bigint`)

export const notMutedBy = (memberId: SQL): SQL => sql`${levelSql(memberId)} is distinct from 'mute'`
