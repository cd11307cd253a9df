/**
 * What a member wants to hear of a thread, as SQL on a row of threads. The nearest word counts: what they said of the
 * thread itself, else of its tags, else of its category. Of two tags that disagree, the muted one wins.
 */
import { type SQL, sql } from 'drizzle-orm'
import { follows, threads, threadTags } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'

type Place = { readonly threadId: SQL; readonly categoryId: SQL }

const HERE: Place = { threadId: sql`${threads.id}`, categoryId: sql`${threads.categoryId}` }

const said = (memberId: number | SQL, kind: SQL, targetId: SQL): SQL =>
  sql`${follows.memberId} = ${memberId} and ${follows.kind} = ${kind} and ${follows.targetId} = ${targetId}`

/** `follow`, `mute`, or null for the usual; of a row of threads unless another place is named. */
export const levelSql = (memberId: number | SQL, { threadId, categoryId }: Place = HERE): SQL => sql`coalesce(
  (select ${follows.level} from ${follows} where ${said(memberId, sql`'thread'`, threadId)}),
  (select max(${follows.level}) from ${threadTags} join ${follows} on ${said(memberId, sql`'tag'`, sql`${threadTags.tagId}`)}
    where ${threadTags.threadId} = ${threadId}),
  (select ${follows.level} from ${follows} where ${said(memberId, sql`'category'`, categoryId)}))`

/** Whether the reader has not muted the thread; visitors mute nothing. */
export function notMuted({ actor }: Ctx): SQL | undefined {
  return actor.id === null ? undefined : sql`${levelSql(actor.id)} is distinct from 'mute'`
}
