/** Reads of reactions. How many there are comes with each post (posts/queries.ts); here are whose they are. */
import { and, desc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { members, reactions } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import { pageOf, readCursor } from '../core/cursor.ts'
import type { ReadPosts } from '../site/own-state.ts'
import { type Person, personOf } from '../threads/queries.ts'
import { KEYS } from './kinds.ts'

/** A member's own reactions: the keys by post id. */
export type OwnReactions = Readonly<Record<string, readonly string[]>>

export type ReactionRow = { readonly key: string; readonly member: Person; readonly at: Date }

/** Those on some posts, as one scalar; null when there are none. */
export const ownAmong = ({ ids, memberId }: ReadPosts): SQL => sql`(
  select json_object_agg(own.post_id, own.keys) from (
    select r.post_id, json_agg(r.key order by r.key) as keys
    from ${reactions} r where r.post_id = any(${ids}) and r.member_id = ${memberId}
    group by r.post_id) own)`

/** What `ownAmong` gave. */
export const parseOwn = (raw: unknown): OwnReactions => ({ ...Object(raw) })

type ListOptions = {
  readonly postId: number
  readonly key?: string | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

/**
 * Who reacted to a post, the newest first. The caller has found the post in the actor's sight: what stands beside a post
 * is for nobody else. One query.
 */
export async function list(ctx: Ctx, { postId, key, cursor, limit }: ListOptions) {
  const after = readCursor(cursor, 3)
  // One member may give two keys in the same millisecond; the place among KEYS tells those rows apart.
  const place = sql<number>`array_position(${sql.param([...KEYS])}::text[], ${reactions.key})`
  const rows = await ctx.db
    .select({
      key: reactions.key,
      member: personOf(members),
      at: reactions.at,
      place,
    })
    .from(reactions)
    .innerJoin(members, eq(members.id, reactions.memberId))
    .where(
      and(
        eq(reactions.postId, postId),
        inArray(reactions.key, KEYS),
        key === undefined ? undefined : eq(reactions.key, key),
        after
          ? sql`(${reactions.at}, ${reactions.memberId}, ${place}) < (${new Date(after[0] ?? 0).toISOString()}::timestamptz, ${after[1]}::bigint, ${after[2]}::bigint)`
          : undefined,
      ),
    )
    .orderBy(desc(reactions.at), desc(reactions.memberId), desc(place))
    .limit(limit + 1)
  return pageOf(rows, limit, row => [row.at.getTime(), row.member.id, row.place])
}
