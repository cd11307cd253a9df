/** Asking that an account be erased. What is done then is in work.ts. */
import { and, eq, isNull, ne } from 'drizzle-orm'
import { erasures, groupMembers, members } from '../../db/tables/index.ts'
import { confirmed } from '../auth/service.ts'
import * as sessions from '../auth/sessions.ts'
import { GROUP } from '../core/actor.ts'
import { audit } from '../core/audit.ts'
import type { Ctx } from '../core/context.ts'
import { Conflict } from '../core/errors.ts'
import { emit } from '../core/events/emit.ts'
import { transaction } from '../core/transaction.ts'
import { lockKept } from '../members/manage.ts'
import type { PostsChoice } from './schema.ts'

declare module '../core/events/emit.ts' {
  interface DomainEvents {
    /** They asked to be erased, or an administrator did for them. */
    'member.erasureAsked': { readonly memberId: number }
  }
}

export type Erasure = { readonly posts: PostsChoice; readonly dueAt: Date }

const DAY_MS = 24 * 60 * 60 * 1000

/** Whether members may choose what becomes of their posts, and what else holds. */
export function postsPolicy(ctx: Ctx): { readonly chooses: boolean; readonly otherwise: PostsChoice } {
  const policy = ctx.setting('erasure.posts')
  return policy === 'memberChooses' ? { chooses: true, otherwise: 'keep' } : { chooses: false, otherwise: policy }
}

/**
 * The actor asks that their account be erased. It is done after some days (`erasure.days`) in which signing in calls it
 * off; all their sessions end now.
 * @throws NotSignedIn, Invalid for the password, Conflict for the last administrator, RateLimited
 */
export async function askOwn(
  ctx: Ctx,
  { password, posts }: { password: string; posts?: PostsChoice | undefined },
): Promise<Erasure> {
  const { id } = await confirmed(ctx, { password, field: 'password' })
  const { chooses, otherwise } = postsPolicy(ctx)
  const dueAt = new Date(ctx.now().getTime() + ctx.setting('erasure.days') * DAY_MS)
  const erasure = { posts: (chooses && posts) || otherwise, dueAt }
  await transaction(ctx, async ctx => {
    await ctx.db.select({ id: members.id }).from(members).where(eq(members.id, id)).for('update')
    await store(ctx, id, erasure)
    await audit(ctx, { act: 'member.eraseOwn', targetType: 'member', targetId: id, data: { posts: erasure.posts } })
  })
  return erasure
}

/**
 * Those who keep the members erase an account, at once.
 * @throws NotFound, Forbidden, Conflict (`member.self`) for one's own, and for the last administrator
 */
export async function askFor(
  ctx: Ctx,
  { id, posts = 'keep' }: { id: number; posts?: PostsChoice | undefined },
): Promise<Erasure> {
  const erasure = { posts, dueAt: ctx.now() }
  await transaction(ctx, async ctx => {
    await lockKept(ctx, id)
    if (id === ctx.actor.id) throw new Conflict('member.self', 'erasure.error.self')
    await store(ctx, id, erasure)
    await audit(ctx, { act: 'member.erase', targetType: 'member', targetId: id, data: { posts } })
  })
  return erasure
}

/** The caller has locked the member, whom the job that erases locks first too: else the two would wait for each other. */
async function store(ctx: Ctx, memberId: number, { posts, dueAt }: Erasure): Promise<void> {
  if (await isLastAdministrator(ctx, memberId))
    throw new Conflict('group.last-administrator', 'group.error.lastAdministrator')
  const row = { memberId, posts, dueAt, askedAt: ctx.now() }
  await ctx.db
    .insert(erasures)
    .values(row)
    .onConflictDoUpdate({ target: erasures.memberId, set: row, setWhere: isNull(erasures.names) })
  await sessions.endAll(ctx, { memberId })
  emit(ctx, 'member.erasureAsked', { memberId })
}

/** Whether nobody else would hold the keys: whoever is about to go holds none any more. In the surrounding transaction. */
export async function isLastAdministrator(ctx: Ctx, memberId: number): Promise<boolean> {
  const administrators = eq(groupMembers.groupId, GROUP.administrators)
  const holders = await ctx.db
    .select({ id: groupMembers.memberId })
    .from(groupMembers)
    .where(administrators)
    .for('update')
  if (!holders.some(({ id }) => id === memberId)) return false
  const [other] = await ctx.db
    .select({ id: groupMembers.memberId })
    .from(groupMembers)
    .leftJoin(erasures, eq(erasures.memberId, groupMembers.memberId))
    .where(and(administrators, ne(groupMembers.memberId, memberId), isNull(erasures.memberId)))
    .limit(1)
  return other === undefined
}
