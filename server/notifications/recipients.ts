/** The people who might be told: who they are to the rules of sight, and what they do not want to hear of. */
import { and, eq, isNull, lte, or, sql } from 'drizzle-orm'
import { groupMembers, members, posts, threads } from '../../db/tables/index.ts'
import { type Actor, memberActor } from '../core/actor.ts'
import type { Ctx } from '../core/context.ts'
import { oneOf } from '../core/db.ts'
import type { PostFacts } from '../posts/policy.ts'

export type Recipient = { readonly actor: Actor; readonly quiet: ReadonlySet<string> }

/** Those of these members who may be told anything: whoever is suspended or was erased is not. One query, however many. */
export async function recipients(ctx: Ctx, ids: Iterable<number>): Promise<ReadonlyMap<number, Recipient>> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return new Map()
  const rows = await ctx.db
    .select({
      id: members.id,
      name: members.name,
      trustLevel: members.trustLevel,
      verified: sql<boolean>`${members.emailVerifiedAt} is not null`,
      joined: sql<number[]>`(select coalesce(json_agg(${groupMembers.groupId}), '[]') from ${groupMembers}
        where ${groupMembers.memberId} = ${members.id})`,
      quiet: members.quietKinds,
    })
    .from(members)
    .where(
      and(
        oneOf(members.id, wanted),
        isNull(members.erasedAt),
        or(isNull(members.suspendedUntil), lte(members.suspendedUntil, ctx.now())),
      ),
    )
  return new Map(rows.map(row => [row.id, { actor: memberActor(row), quiet: new Set(row.quiet) }]))
}

export type PostRow = PostFacts & {
  readonly id: number
  readonly threadId: number
  readonly number: number
  readonly createdAt: Date
}

/** What the rules of sight need to know of posts, by id. One query, however many. */
export async function postRows(ctx: Ctx, ids: Iterable<number>): Promise<ReadonlyMap<number, PostRow>> {
  const wanted = [...new Set(ids)]
  const rows: PostRow[] = wanted.length === 0 ? [] : await select(ctx).where(oneOf(posts.id, wanted))
  return new Map(rows.map(row => [row.id, row]))
}

const select = (ctx: Ctx) =>
  ctx.db
    .select({
      id: posts.id,
      threadId: posts.threadId,
      number: posts.number,
      authorId: posts.authorId,
      hiddenAt: posts.hiddenAt,
      deletedAt: posts.deletedAt,
      createdAt: posts.createdAt,
      thread: {
        categoryId: threads.categoryId,
        authorId: threads.authorId,
        hiddenAt: threads.hiddenAt,
        deletedAt: threads.deletedAt,
        deletedById: threads.deletedById,
        lockedAt: threads.lockedAt,
      },
    })
    .from(posts)
    .innerJoin(threads, eq(threads.id, posts.threadId))

/** Hidden and deleted posts are told to nobody, not even to who would still see them. */
export const isOpen = ({ hiddenAt, deletedAt, thread }: PostFacts): boolean =>
  [hiddenAt, deletedAt, thread.hiddenAt, thread.deletedAt].every(one => one === null)
