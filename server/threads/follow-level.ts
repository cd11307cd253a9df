/**
 * What a member wants to hear of a thread, as SQL. The nearest word counts: what they said of the thread itself, else of
 * its tags, else of its category. Of two tags that disagree, the muted one wins.
 */
import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { follows, threads, threadTags } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'

type Place = { readonly threadId: SQLWrapper; readonly categoryId: SQLWrapper }

const HERE: Place = { threadId: sql`${threads.id}`, categoryId: sql`${threads.categoryId}` }

const said = (memberId: number | SQL, kind: SQL, targetId: SQLWrapper): SQL =>
  sql`${follows.memberId} = ${memberId} and ${follows.kind} = ${kind} and ${follows.targetId} = ${targetId}`

/** What was said of the thread itself. */
export const ownLevelSql = (memberId: number | SQL, { threadId }: Pick<Place, 'threadId'>): SQL =>
  sql`(select ${follows.level} from ${follows} where ${said(memberId, sql`'thread'`, threadId)})`

/** What holds for the thread while nothing is said of it; of the two words, `mute` is the larger. */
export const levelAroundSql = (memberId: number | SQL, { threadId, categoryId }: Place): SQL => sql`coalesce(
  (select max(${follows.level}) from ${threadTags} join ${follows} on ${said(memberId, sql`'tag'`, sql`${threadTags.tagId}`)}
    where ${threadTags.threadId} = ${threadId}),
  (select ${follows.level} from ${follows} where ${said(memberId, sql`'category'`, categoryId)}))`

/** `follow`, `mute`, or null for the usual; of a row of threads unless another place is named. */
export const levelSql = (memberId: number | SQL, place: Place = HERE): SQL =>
  sql`coalesce(${ownLevelSql(memberId, place)}, ${levelAroundSql(memberId, place)})`

/** On a query of threads: whether the reader has not muted the row; visitors mute nothing. */
export function notMuted({ actor }: Ctx): SQL | undefined {
  return actor.id === null ? undefined : sql`${levelSql(actor.id)} is distinct from 'mute'`
}
