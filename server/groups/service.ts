/** Verbs on groups. Automatic groups (everyone, members, trust levels) have no list; staff groups are for administrators. */
import { and, count, eq, sql } from 'drizzle-orm'
import { groupMembers, groups, members } from '../../db/tables/index.ts'
import { GROUP } from '../core/actor.ts'
import { audit } from '../core/audit.ts'
import { invalidateAll } from '../core/cache.ts'
import type { Ctx } from '../core/context.ts'
import { Conflict, Invalid, NotFound } from '../core/errors.ts'
import { emit } from '../core/events/emit.ts'
import { authorize } from '../core/permissions.ts'
import { transaction } from '../core/transaction.ts'

export type Group = typeof groups.$inferSelect

declare module '../core/events/emit.ts' {
  interface DomainEvents {
    /** A group has another name, or is mentioned otherwise. */
    'group.changed': { readonly groupId: number }
    /** A group is gone, and its rights with it. */
    'group.removed': { readonly groupId: number }
    /** Who is in the group changed: rights of this member did. */
    'group.memberAdded': { readonly groupId: number; readonly memberId: number }
    /** Somebody is no longer in a group. */
    'group.memberRemoved': { readonly groupId: number; readonly memberId: number }
  }
}

declare module '../core/permissions.ts' {
  interface Permissions {
    /** About the group; null when there is none yet. */
    'group.manage': Pick<Group, 'id' | 'kind'> | null
  }
}

type Membership = { readonly groupId: number; readonly memberId: number }

type NewGroup = { readonly slug: string; readonly name: string; readonly mentionable?: boolean | undefined }

/** Beside the last: of one position, the newer group comes later. */
const LAST = sql`(select coalesce(max(position), 0) from groups)`

/** Makes a group. @throws Invalid when its slug is taken */
export async function create(ctx: Ctx, { slug, name, mentionable = false }: NewGroup): Promise<{ id: number }> {
  authorize(ctx, 'group.manage', null)
  return transaction(ctx, async ctx => {
    const [group] = await ctx.db
      .insert(groups)
      .values({ slug, name: name.trim(), mentionable, position: LAST, createdAt: ctx.now() })
      .onConflictDoNothing()
      .returning({ id: groups.id })
    if (!group) throw new Invalid({ slug: { key: 'group.error.slugTaken' } })
    await audit(ctx, { act: 'group.create', targetType: 'group', targetId: group.id, data: { slug, name } })
    emit(ctx, 'group.changed', { groupId: group.id })
    return group
  })
}

export type GroupChanges = { readonly name?: string | undefined; readonly mentionable?: boolean | undefined }

/**
 * Gives a group another name (its slug stays, as addresses and rights name it), or lets it be called with `@slug`, or no more.
 * @throws Conflict (`group.automatic`) for calling a group that has no list: that would be everybody
 */
export async function change(ctx: Ctx, { id, ...asked }: GroupChanges & { readonly id: number }): Promise<void> {
  await transaction(ctx, async ctx => {
    const group = await lock(ctx, id)
    const name = asked.name?.trim() ?? group.name
    const mentionable = asked.mentionable ?? group.mentionable
    if (mentionable && group.kind === 'automatic') throw new Conflict('group.automatic', 'group.error.automatic')
    await ctx.db.update(groups).set({ name, mentionable }).where(eq(groups.id, id))
    if (name !== group.name) {
      await audit(ctx, { act: 'group.rename', targetType: 'group', targetId: id, data: { from: group.name, to: name } })
    }
    if (mentionable !== group.mentionable) {
      await audit(ctx, { act: 'group.mentionable', targetType: 'group', targetId: id, data: { mentionable } })
    }
    emit(ctx, 'group.changed', { groupId: id })
  })
}

/** Removes a group and every right it gave. @throws Conflict (`group.built-in`) for those that every community has */
export async function remove(ctx: Ctx, { id }: { id: number }): Promise<void> {
  await transaction(ctx, async ctx => {
    const group = await lock(ctx, id)
    if (group.kind !== 'custom') throw new Conflict('group.built-in', 'group.error.builtIn')
    await ctx.db.delete(groups).where(eq(groups.id, id))
    await invalidateAll(ctx)
    await audit(ctx, { act: 'group.remove', targetType: 'group', targetId: id, data: { slug: group.slug } })
    emit(ctx, 'group.removed', { groupId: id })
  })
}

/** Puts a member into a group; twice is as once. @throws Conflict (`group.automatic`), NotFound */
export async function addMember(ctx: Ctx, { groupId, memberId }: Membership): Promise<void> {
  await transaction(ctx, async ctx => {
    const group = await lock(ctx, groupId)
    if (group.kind === 'automatic') throw new Conflict('group.automatic', 'group.error.automatic')
    const [member] = await ctx.db.select({ id: members.id }).from(members).where(eq(members.id, memberId))
    if (!member) throw new NotFound()
    if (!(await put(ctx, { groupId, memberId }))) return
    await audit(ctx, { act: 'group.addMember', targetType: 'group', targetId: groupId, data: { memberId } })
  })
}

/** Takes a member out of a group. @throws Conflict (`group.last-administrator`): somebody must hold the keys */
export async function removeMember(ctx: Ctx, { groupId, memberId }: Membership): Promise<void> {
  await transaction(ctx, async ctx => {
    await lock(ctx, groupId)
    const [removed] = await ctx.db
      .delete(groupMembers)
      .where(and(eq(groupMembers.groupId, groupId), eq(groupMembers.memberId, memberId)))
      .returning()
    if (!removed) return
    if (groupId === GROUP.administrators && (await sizeOf(ctx, groupId)) === 0) {
      throw new Conflict('group.last-administrator', 'group.error.lastAdministrator')
    }
    await audit(ctx, { act: 'group.removeMember', targetType: 'group', targetId: groupId, data: { memberId } })
    emit(ctx, 'group.memberRemoved', { groupId, memberId })
  })
}

/** Writes a membership in the surrounding transaction; the caller stands for the right. @returns whether it is new */
export async function put(ctx: Ctx, { groupId, memberId }: Membership): Promise<boolean> {
  const [added] = await ctx.db
    .insert(groupMembers)
    .values({ groupId, memberId, createdAt: ctx.now() })
    .onConflictDoNothing()
    .returning()
  if (added) emit(ctx, 'group.memberAdded', { groupId, memberId })
  return added !== undefined
}

/** Takes a member out of all groups, in the surrounding transaction; the caller stands for the right, and for the keys. */
export async function removeFromAll(ctx: Ctx, { memberId }: { memberId: number }): Promise<void> {
  const left = await ctx.db.delete(groupMembers).where(eq(groupMembers.memberId, memberId)).returning()
  for (const { groupId } of left) emit(ctx, 'group.memberRemoved', { groupId, memberId })
}

/** A group by its slug, or undefined. */
export async function find(ctx: Ctx, slug: string): Promise<Group | undefined> {
  const [group] = await ctx.db.select().from(groups).where(eq(groups.slug, slug))
  return group
}

/** The group's row, locked: two who leave the administrators at once come one after the other. @throws NotFound */
async function lock(ctx: Ctx, id: number): Promise<Group> {
  const [group] = await ctx.db.select().from(groups).where(eq(groups.id, id)).for('update')
  if (!group) throw new NotFound()
  authorize(ctx, 'group.manage', group)
  return group
}

async function sizeOf(ctx: Ctx, groupId: number): Promise<number> {
  const [row] = await ctx.db.select({ size: count() }).from(groupMembers).where(eq(groupMembers.groupId, groupId))
  return row?.size ?? 0
}
