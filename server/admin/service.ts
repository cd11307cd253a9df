/** Verbs of administration that no other feature has. */
import { inArray } from 'drizzle-orm'
import { groups } from '../../db/tables/index.ts'
import { GROUP, isAdministrator } from '../core/actor.ts'
import { audit } from '../core/audit.ts'
import type { Ctx } from '../core/context.ts'
import { Forbidden, Invalid } from '../core/errors.ts'
import { authorize, grant, type Permission } from '../core/permissions.ts'
import { transaction } from '../core/transaction.ts'

export type PermissionRow = {
  readonly name: Permission
  /** Ids of the groups that hold it. */
  readonly holders: ReadonlySet<number>
}

/**
 * Every permission that groups are granted. Those that nobody holds by default are decided elsewhere, by the rights on
 * categories and by whose post it is, so a grant of them would say more than it does.
 */
export function permissions(ctx: Ctx): PermissionRow[] {
  authorize(ctx, 'site.administer', null)
  const granted = ctx.read(ctx.host.gate.cache)
  return Object.entries(ctx.host.gate.declarations)
    .filter(([, declared]) => declared.default.length > 0)
    .flatMap(([name]) => (isPermission(ctx, name) ? [{ name, holders: granted.get(name) ?? new Set<number>() }] : []))
    .sort((a, b) => a.name.localeCompare(b.name))
}

/**
 * Replaces who holds the named permissions; administrators always do. What is as it was is not written.
 * Nobody hands out, or takes away, what they do not hold: else whoever may administer could give themselves the rest.
 * @throws Invalid for an unknown permission or group, Forbidden
 */
export async function changePermissions(
  ctx: Ctx,
  { holders }: { holders: ReadonlyMap<string, readonly number[]> },
): Promise<void> {
  const known = new Map(permissions(ctx).map(row => [String(row.name), row]))
  for (const name of holders.keys())
    if (!known.has(name)) throw new Invalid({ [name]: { key: 'invalid.unknownField' } })
  await checkGroups(ctx, new Set([...holders.values()].flat()))
  await transaction(ctx, async ctx => {
    for (const [name, groupIds] of holders) {
      const row = known.get(name)
      const wanted = new Set([...groupIds, GROUP.administrators])
      if (!row || isSame(wanted, new Set([...row.holders, GROUP.administrators]))) continue
      if (!isAdministrator(ctx.actor) && ![...row.holders].some(id => ctx.actor.groups.has(id))) throw new Forbidden()
      await grant(ctx, row.name, [...wanted])
      await audit(ctx, {
        act: 'permission.change',
        targetType: 'permission',
        targetId: name,
        data: { groups: [...wanted] },
      })
    }
  })
}

/** @throws Invalid at `field` unless all of these groups exist */
export async function checkGroups(ctx: Ctx, ids: ReadonlySet<number>, field = 'groups'): Promise<void> {
  if (ids.size === 0) return
  const rows = await ctx.db
    .select({ id: groups.id })
    .from(groups)
    .where(inArray(groups.id, [...ids]))
  if (rows.length < ids.size) throw new Invalid({ [field]: { key: 'category.error.unknownGroup' } })
}

const isSame = (one: ReadonlySet<number>, other: ReadonlySet<number>): boolean =>
  one.size === other.size && [...one].every(id => other.has(id))

/** Features declare what `Permissions` lists. */
const isPermission = (ctx: Ctx, name: string): name is Permission => Object.hasOwn(ctx.host.gate.declarations, name)
