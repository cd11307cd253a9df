/** Reads of groups, for those who keep them. */
import { and, asc, eq, gt, sql } from 'drizzle-orm'
import { groupMembers, groups, members } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import { pageOf, readCursor } from '../core/cursor.ts'
import { NotFound } from '../core/errors.ts'
import { authorize } from '../core/permissions.ts'
import type { Group } from './service.ts'

/** All groups in their order. */
export async function list(ctx: Ctx): Promise<Group[]> {
  authorize(ctx, 'group.manage', null)
  return ctx.db.select().from(groups).orderBy(asc(groups.position), asc(groups.id))
}

/** @throws NotFound */
export async function get(ctx: Ctx, id: number): Promise<Group> {
  authorize(ctx, 'group.manage', null)
  const [group] = await ctx.db.select().from(groups).where(eq(groups.id, id))
  if (!group) throw new NotFound()
  return group
}

/** Who was put into a group. */
export async function membersOf(
  ctx: Ctx,
  { id, cursor, limit }: { id: number; cursor?: string | undefined; limit: number },
) {
  await get(ctx, id)
  const [after = 0] = readCursor(cursor, 1) ?? []
  const rows = await ctx.db
    .select({
      id: members.id,
      name: members.name,
      displayName: sql<string>`coalesce(${members.displayName}, ${members.name})`,
      avatar: members.avatarKey,
    })
    .from(groupMembers)
    .innerJoin(members, eq(members.id, groupMembers.memberId))
    .where(and(eq(groupMembers.groupId, id), gt(members.id, after)))
    .orderBy(asc(members.id))
    .limit(limit + 1)
  return pageOf(rows, limit, row => [row.id])
}
