/** What those who keep the members do with the accounts of others. Each act is in the audit log; none holds an address. */
import { and, eq, sql } from 'drizzle-orm'
import { groupMembers, memberNames, members } from '../../db/tables/index.ts'
import { holderOf, normaliseEmail, problemWithEmail } from '../auth/emails.ts'
import { takeBackLinks } from '../auth/links.ts'
import * as sessions from '../auth/sessions.ts'
import { GROUP } from '../core/actor.ts'
import { audit } from '../core/audit.ts'
import type { Ctx } from '../core/context.ts'
import { isUniqueViolation } from '../core/db.ts'
import { Conflict, Invalid, NotFound } from '../core/errors.ts'
import { emit } from '../core/events/emit.ts'
import { authorize } from '../core/permissions.ts'
import { transaction } from '../core/transaction.ts'
import * as tokens from '../tokens/service.ts'
import { normaliseName, problemWithName } from './names.ts'

type Kept = typeof members.$inferSelect & { readonly administrator: boolean; readonly staff: boolean }

/**
 * An account that the actor may keep, its row locked until the surrounding transaction ends.
 * @throws NotFound for one that is not there or was erased, NotSignedIn, Forbidden
 */
export async function lockKept(ctx: Ctx, id: number): Promise<Kept> {
  authorize(ctx, 'member.manage', null)
  const [row] = await ctx.db.select().from(members).where(eq(members.id, id)).for('update')
  if (!row || row.erasedAt) throw new NotFound()
  const held = await ctx.db.select({ id: groupMembers.groupId }).from(groupMembers).where(eq(groupMembers.memberId, id))
  const isIn = (group: number) => held.some(one => one.id === group)
  const administrator = isIn(GROUP.administrators)
  const staff = administrator || isIn(GROUP.moderators)
  authorize(ctx, 'member.manage', { staff })
  return { ...row, administrator, staff }
}

type AccountChange = {
  readonly name?: string | undefined
  readonly email?: string | undefined
  readonly verified?: boolean | undefined
}

/** Changes all that is given of an account at once, or nothing. @throws as `rename` and `changeEmail` do */
export async function change(ctx: Ctx, { id, name, ...address }: AccountChange & { id: number }): Promise<void> {
  try {
    await transaction(ctx, async ctx => {
      if (name !== undefined) await rename(ctx, { id, name })
      if (address.email !== undefined || address.verified !== undefined) await changeEmail(ctx, { id, ...address })
    })
  } catch (error) {
    // Somebody else took the name or verified the address at the same moment.
    throw isUniqueViolation(error) ? new Conflict('member.taken', 'member.error.taken') : error
  }
}

/**
 * Gives a member another name, in the surrounding transaction. The one before leads to them from then on: addresses,
 * mentions and quotes that have it go on meaning them, and nobody else can take it.
 * @throws NotFound, Forbidden, Invalid for the name
 */
async function rename(ctx: Ctx, { id, name: asked }: { id: number; name: string }): Promise<void> {
  const name = normaliseName(asked)
  const problem = problemWithName(name)
  if (problem) throw new Invalid({ name: problem })
  const member = await lockKept(ctx, id)
  if (member.name === name) return
  await requireFree(ctx, { id, name })
  await ctx.db.update(members).set({ name }).where(eq(members.id, id))
  await requireFree(ctx, { id, name })
  const own = sql`lower(${name})`
  await ctx.db.delete(memberNames).where(and(eq(memberNames.memberId, id), eq(memberNames.name, own)))
  if (member.name.toLowerCase() !== name.toLowerCase())
    await ctx.db
      .insert(memberNames)
      .values({ name: sql`lower(${member.name})`, memberId: id })
      .onConflictDoNothing()
  await audit(ctx, {
    act: 'member.rename',
    targetType: 'member',
    targetId: id,
    data: { from: member.name, to: name },
  })
  emit(ctx, 'member.changed', { memberId: id })
}

/**
 * Refuses a name that somebody else has, or had before. Only when it is asked once the name stands in a member's row it is
 * sure: whoever leaves a name at the same moment has been waited for by then.
 * @throws Invalid
 */
export async function requireFree(ctx: Ctx, { id, name }: { id: number; name: string }): Promise<void> {
  const [taken] = await ctx.db.execute(sql`
    select 1 from ${members} m where lower(m.name) = lower(${name}) and m.id <> ${id}
    union all
    select 1 from ${memberNames} f where f.name = lower(${name}) and f.member_id <> ${id} limit 1`)
  if (taken) throw new Invalid({ name: { key: 'member.error.nameTaken' } })
}

/**
 * Sets a member's address, and whether it is known to be theirs, in the surrounding transaction. A new one that is not
 * gets the usual mail; what was sent to the old one opens nothing any more.
 * @throws NotFound, Forbidden, Invalid for the address, Conflict (`email.taken`) when another account has proved to hold it
 */
async function changeEmail(
  ctx: Ctx,
  { id, ...asked }: { id: number; email?: string | undefined; verified?: boolean | undefined },
): Promise<void> {
  const member = await lockKept(ctx, id)
  const email = normaliseEmail(asked.email ?? member.email)
  const problem = problemWithEmail(email)
  if (problem) throw new Invalid({ email: problem })
  const moved = email !== member.email
  const verified = asked.verified ?? (!moved && member.emailVerifiedAt !== null)
  if (!moved && verified === (member.emailVerifiedAt !== null)) return
  if (verified && (await holderOf(ctx, email, id))) throw new Conflict('email.taken', 'auth.error.emailTaken')
  const emailVerifiedAt = verified ? ctx.now() : null
  await ctx.db.update(members).set({ email, emailVerifiedAt }).where(eq(members.id, id))
  await takeBackLinks(ctx, id)
  await audit(ctx, { act: 'member.email', targetType: 'member', targetId: id, data: { moved, verified } })
  if (verified) emit(ctx, 'member.verified', { memberId: id })
  else emit(ctx, 'member.verificationAsked', { memberId: id })
}

/**
 * Ends all that is open in a member's name: sessions with their sockets, and API tokens.
 * @throws NotFound, Forbidden
 */
export async function signOutEverywhere(ctx: Ctx, { id }: { id: number }): Promise<void> {
  await transaction(ctx, async ctx => {
    await lockKept(ctx, id)
    await sessions.endAll(ctx, { memberId: id })
    await tokens.endAll(ctx, { memberId: id })
    await audit(ctx, { act: 'member.signOut', targetType: 'member', targetId: id })
  })
}
