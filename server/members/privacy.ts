/**
 * What members show of themselves, and to whom. What somebody may not see is not loaded. Staff see all of it: a moderator
 * who judges a post has to know what else its author wrote.
 */
import { type AnyColumn, and, isNull, lte, or, type SQL, sql } from 'drizzle-orm'
import { members } from '../../db/tables/index.ts'
import { isStaff } from '../core/actor.ts'
import type { Ctx } from '../core/context.ts'

export const AUDIENCES = ['everyone', 'members', 'nobody'] as const
export type Audience = (typeof AUDIENCES)[number]

/** Not suspended: whoever is says nothing of themselves to others meanwhile. A condition on the members table. */
export const isFree = (ctx: Ctx): SQL | undefined =>
  or(isNull(members.suspendedUntil), lte(members.suspendedUntil, ctx.now()))

/** Whether the actor, or whom they have just become, may read what these members say of themselves. */
export const showsProfile = (ctx: Ctx, self: number | null): SQL<boolean> =>
  sql<boolean>`(${isOwn(ctx, self)} or ${and(isAmong(self, members.profileAudience), isFree(ctx))})`

/** Whether they may see what these members wrote in one list, how much it is, and when they were last here. */
export const showsActivity = (ctx: Ctx, self: number | null): SQL<boolean> =>
  sql<boolean>`(${isOwn(ctx, self)} or ${isAmong(self, members.activityAudience)})`

/**
 * Whether anybody of the actor's sort, a visitor or a member, may be told that these members are here now. Staff are no
 * exception: a post is judged by what was written, not by who looks on.
 */
export const showsPresence = ({ actor }: Ctx): SQL => isAmong(actor.id, members.activityAudience)

/** Whether search engines may list the profile. */
export const isIndexed = (ctx: Ctx): SQL<boolean> =>
  sql<boolean>`(${members.profileIndexed} and ${members.profileAudience} = 'everyone' and ${isFree(ctx)})`

const isOwn = (ctx: Ctx, self: number | null): SQL =>
  isStaff(ctx.actor) ? sql`true` : sql`${members.id} = ${self ?? 0}`

const isAmong = (self: number | null, audience: AnyColumn): SQL =>
  self === null ? sql`${audience} = 'everyone'` : sql`${audience} <> 'nobody'`
