/**
 * Who may: one policy order (as in Flarum's gate). A policy that says false denies, else one that says true allows, else
 * what the actor's groups are granted. Administrators hold every permission, so nobody can lock the house's keys inside.
 */
import { eq } from 'drizzle-orm'
import { permissionGrants } from '../../db/tables/index.ts'
import { GROUP } from './actor.ts'
import { type CacheDefinition, defineCache, invalidate } from './cache.ts'
import type { Ctx } from './context.ts'
import { Forbidden, NotSignedIn } from './errors.ts'
import { emit } from './events/emit.ts'
import { transaction } from './transaction.ts'

/** Every permission by name with the type of what it is asked about (`null`: of nothing); features widen it. */
// biome-ignore lint/suspicious/noEmptyInterface: features widen it by declaration merging
export interface Permissions {}
export type Permission = keyof Permissions & string

/** Ids of the groups that hold it while no administrator has said otherwise. The label is `permission.<name>`. */
type PermissionDeclaration = { readonly default: readonly number[] }
export type PermissionDeclarations = Readonly<Record<string, PermissionDeclaration>>

/** Says false (deny), true (allow), or undefined (no opinion). */
type Policy<P extends Permission> = (ctx: Ctx, subject: Permissions[P]) => boolean | undefined
export type Policies = { readonly [P in Permission]?: Policy<P> }

declare module './events/emit.ts' {
  interface DomainEvents {
    /** Other groups hold a permission. */
    'permissions.changed': { readonly permission: string }
  }
}

export type Grants = ReadonlyMap<string, ReadonlySet<number>>

/** The cache of who is granted what: stored rows replace the declared default of their permission. */
export function grantsCache(declarations: PermissionDeclarations): CacheDefinition<Grants> {
  return defineCache('permissions', async db => {
    const stored = new Map<string, Set<number>>()
    for (const { permission, groupId } of await db.select().from(permissionGrants)) {
      stored.set(permission, (stored.get(permission) ?? new Set()).add(groupId))
    }
    return new Map(
      Object.entries(declarations).map(([name, declared]) => [name, stored.get(name) ?? new Set(declared.default)]),
    )
  })
}

export class Gate {
  constructor(
    readonly declarations: PermissionDeclarations,
    readonly cache: CacheDefinition<Grants>,
    private readonly policies: readonly Policies[],
  ) {}

  /** Whether the context's actor may do this to that. */
  can<P extends Permission>(ctx: Ctx, permission: P, subject: Permissions[P]): boolean {
    const said = this.policies.map(policies => policies[permission]?.(ctx, subject))
    if (said.includes(false)) return false
    return said.includes(true) || this.holds(ctx, permission)
  }

  /** Whether the actor's groups are granted a permission, whatever policies say: enough for one that is about nothing. */
  holds(ctx: Ctx, permission: string): boolean {
    if (ctx.actor.groups.has(GROUP.administrators)) return true
    const granted = ctx.read(this.cache).get(permission)
    return granted !== undefined && [...granted].some(group => ctx.actor.groups.has(group))
  }
}

/** Whether the actor may; for views that show or leave out a control. */
export const can = <P extends Permission>(ctx: Ctx, permission: P, subject: Permissions[P]): boolean =>
  ctx.host.gate.can(ctx, permission, subject)

/** @throws NotSignedIn when signing in might help, Forbidden when it would not. */
export function authorize<P extends Permission>(ctx: Ctx, permission: P, subject: Permissions[P]): void {
  if (!can(ctx, permission, subject)) throw refusal(ctx)
}

/** What an actor is told who may not. */
export const refusal = (ctx: Ctx): NotSignedIn | Forbidden =>
  ctx.actor.kind === 'visitor' ? new NotSignedIn() : new Forbidden()

/** Replaces who holds a permission. Administrators are always among them. The caller has authorised it. */
export async function grant(ctx: Ctx, permission: Permission, groupIds: readonly number[]): Promise<void> {
  const holders = [...new Set([...groupIds, GROUP.administrators])]
  await transaction(ctx, async ctx => {
    await ctx.db.delete(permissionGrants).where(eq(permissionGrants.permission, permission))
    await ctx.db.insert(permissionGrants).values(holders.map(groupId => ({ permission, groupId })))
    await invalidate(ctx, ctx.host.gate.cache)
    emit(ctx, 'permissions.changed', { permission })
  })
}
