/** Keeps what cooking found in a post. */
import { sql } from 'drizzle-orm'
import { postLinks, postMentions, postUploads } from '../../db/tables/index.ts'
import type { Cooked } from '../cooking/service.ts'
import type { Ctx } from '../core/context.ts'
import { prepareSql, runPrepared } from '../core/db.ts'

/** Writes a new post's references in the surrounding transaction: one query, and for most posts, which have none, none. */
export async function keepReferences(ctx: Ctx, postId: number, { mentions, links, uploadIds }: Cooked): Promise<void> {
  if (mentions.length + links.length + uploadIds.length === 0) return
  const found = { mentions, links, uploads: uploadIds.map(id => ({ id })) }
  await runPrepared(ctx.db, insertReferences, { postId, found: JSON.stringify(found) })
}

const postId = sql`${sql.placeholder('postId')}::bigint`
const found = sql`${sql.placeholder('found')}::json`

/** An upload that has been taken away since it was looked up is shown by nobody. */
const insertReferences = prepareSql(sql`
  with mentioned as (
    insert into ${postMentions} (post_id, kind, target_id)
    select ${postId}, kind, id from json_to_recordset(${found} -> 'mentions') as (kind text, id bigint)
  ), linked as (
    insert into ${postLinks} (post_id, place, kind, url, thread_id, post_number)
    select ${postId}, link.place - 1, link.kind, link.url, link."threadId", link."postNumber"
    from rows from (json_to_recordset(${found} -> 'links') as (kind text, url text, "threadId" bigint, "postNumber" int))
      with ordinality link (kind, url, "threadId", "postNumber", place)
  )
  insert into ${postUploads} (post_id, upload_id)
  select ${postId}, uploads.id from json_to_recordset(${found} -> 'uploads') as asked (id bigint) join uploads using (id)`)

/** Puts an edited post's references in place of the old ones. Two queries. */
export async function replaceReferences(ctx: Ctx, postId: number, cooked: Cooked): Promise<void> {
  await runPrepared(ctx.db, deleteReferences, { postId })
  await keepReferences(ctx, postId, cooked)
}

const deleteReferences = prepareSql(sql`
  with mentioned as (delete from ${postMentions} where post_id = ${postId}),
    linked as (delete from ${postLinks} where post_id = ${postId})
  delete from ${postUploads} where post_id = ${postId}`)
