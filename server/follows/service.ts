/** Verbs: what somebody wants to hear of, and what never. */
import { and, eq, sql } from 'drizzle-orm'
import { follows, members, threads as threadTable } from '../../db/tables/index.ts'
import * as categories from '../categories/queries.ts'
import type { Ctx } from '../core/context.ts'
import { NotSignedIn } from '../core/errors.ts'
import { consume } from '../core/limits.ts'
import * as tags from '../tags/queries.ts'
import { levelSql } from '../threads/follow-level.ts'
import * as threads from '../threads/queries.ts'
import type { Begun } from '../threads/reads.ts'
import type { Kind, Level } from './schema.ts'

/** A thread or category by its id, a tag by its slug or a synonym's. */
export type Target =
  | { readonly kind: 'thread' | 'category'; readonly id: number }
  | { readonly kind: 'tag'; readonly slug: string }

export type Thing = { readonly kind: Kind; readonly id: number; readonly slug: string }

/**
 * Says how much the actor wants to hear of something in their sight; null takes back what was said.
 * @returns what it is
 * @throws NotSignedIn, NotFound, RateLimited
 */
export async function set(ctx: Ctx, target: Target, level: Level | null): Promise<Thing> {
  const memberId = ctx.actor.id
  if (memberId === null) throw new NotSignedIn()
  const { id, slug } = await inSight(ctx, target)
  const thing = { kind: target.kind, id, slug }
  await consume(ctx, { key: `follow:${memberId}`, limit: ctx.setting('follows.perMinute'), seconds: 60 })
  if (level === null) {
    await ctx.db
      .delete(follows)
      .where(and(eq(follows.memberId, memberId), eq(follows.kind, thing.kind), eq(follows.targetId, id)))
    return thing
  }
  const said = { level, createdAt: ctx.now() }
  await ctx.db
    .insert(follows)
    .values({ memberId, kind: thing.kind, targetId: id, ...said })
    .onConflictDoUpdate({ target: [follows.memberId, follows.kind, follows.targetId], set: said })
  return thing
}

/**
 * Who reads a thread for the first time follows it from then on if that is their choice, unless they have muted what it
 * is in. They have seen it a moment ago, so sight is not asked again.
 */
export async function followRead(ctx: Ctx, begun: readonly Begun[]): Promise<void> {
  await ctx.db.execute(sql`
    insert into ${follows} (member_id, kind, target_id, level, created_at)
    select m.id, 'thread', t.id, 'follow', r.at
    from json_to_recordset(${JSON.stringify(begun)}::json) as r("memberId" bigint, "threadId" bigint, at timestamptz)
    join ${members} m on m.id = r."memberId" and m.auto_follow = 'reading'
    join ${threadTable} t on t.id = r."threadId"
    where ${levelSql(sql`m.id`, { threadId: sql`t.id`, categoryId: sql`t.category_id` })} is distinct from 'mute'
    order by m.id, t.id
    on conflict do nothing`)
}

/** @throws NotFound when it is missing or out of the actor's sight */
async function inSight(ctx: Ctx, target: Target): Promise<{ readonly id: number; readonly slug: string }> {
  if (target.kind === 'tag') return tags.find(ctx, target.slug)
  return target.kind === 'category' ? categories.get(ctx, target.id) : threads.head(ctx, target.id)
}
