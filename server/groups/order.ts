/** The order in which groups are shown to those who keep them. */
import { asc, eq } from 'drizzle-orm'
import { groups } from '../../db/tables/index.ts'
import { audit } from '../core/audit.ts'
import type { Ctx } from '../core/context.ts'
import { Invalid, NotFound } from '../core/errors.ts'
import { emit } from '../core/events/emit.ts'
import { checkOrder, orderVersion } from '../core/order.ts'
import { authorize } from '../core/permissions.ts'
import { transaction } from '../core/transaction.ts'

type Place = {
  readonly id: number
  /** The group that it comes right before; null for the last place. */
  readonly before: number | null
  /** The order that whoever moves has seen; without one, whatever it is. */
  readonly version?: number | undefined
}

export const versionOf = (all: readonly { readonly id: number }[]): number => orderVersion(all.map(one => one.id))

/** Puts a group into a place. @throws NotFound, Invalid for a neighbour that is none, AppError 412 */
export const place = (ctx: Ctx, { id, before, version }: Place): Promise<void> =>
  put(ctx, { id, version, neighbour: () => before })

/** Puts a group one place up or down; at either end it stays. @throws as `place` does */
export const move = (ctx: Ctx, { id, by, version }: Pick<Place, 'id' | 'version'> & { by: -1 | 1 }): Promise<void> =>
  put(ctx, {
    ...{ id, version },
    neighbour: ids => {
      const at = ids.indexOf(id)
      if (by < 0) return ids[Math.max(at - 1, 0)] ?? null
      return ids[at + 2] ?? null
    },
  })

type Put = Omit<Place, 'before'> & { readonly neighbour: (ids: readonly number[]) => number | null }

async function put(ctx: Ctx, { id, version, neighbour }: Put): Promise<void> {
  authorize(ctx, 'group.manage', null)
  await transaction(ctx, async ctx => {
    const rows = await ctx.db
      .select({ id: groups.id, position: groups.position })
      .from(groups)
      .orderBy(asc(groups.id))
      .for('no key update')
    const ids = rows.sort((a, b) => a.position - b.position || a.id - b.id).map(one => one.id)
    if (!ids.includes(id)) throw new NotFound()
    const before = neighbour(ids)
    const others = ids.filter(one => one !== id)
    const at = before === null ? others.length : before === id ? ids.indexOf(id) : others.indexOf(before)
    if (at < 0) throw new Invalid({ before: { key: 'invalid.choice' } })
    const wanted = others.toSpliced(at, 0, id)
    if (wanted.every((one, index) => one === ids[index])) return
    checkOrder(version, versionOf(rows))
    for (const [position, one] of wanted.entries())
      await ctx.db
        .update(groups)
        .set({ position: position + 1 })
        .where(eq(groups.id, one))
    await audit(ctx, { act: 'group.move', targetType: 'group', targetId: id, data: { before } })
    emit(ctx, 'group.changed', { groupId: id })
  })
}
