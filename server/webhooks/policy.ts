/** Who keeps webhooks, and for whom one hears. */
import { eq, type SQL } from 'drizzle-orm'
import { webhooks } from '../../db/tables/index.ts'
import { type Actor, isAdministrator } from '../core/actor.ts'
import type { Ctx } from '../core/context.ts'
import { Forbidden, NotSignedIn } from '../core/errors.ts'
import { isOwnMachine, type Reach } from '../core/http/outbound.ts'
import { authorize, can } from '../core/permissions.ts'
import { recipients } from '../notifications/recipients.ts'

declare module '../core/permissions.ts' {
  interface Permissions {
    /** Keep webhooks of one's own; administrators keep everybody's. */
    'webhook.manage': null
  }
}

/**
 * Guards every read and verb.
 * @returns the actor's id
 * @throws NotSignedIn, Forbidden; also for a token without the scope `admin`, as a webhook hears with all of its owner's rights
 */
export function manage(ctx: Ctx): number {
  authorize(ctx, 'webhook.manage', null)
  const { id, scopes } = ctx.actor
  if (scopes && !scopes.has('admin')) throw new Forbidden('token.scope', 'token.error.scope')
  if (id === null) throw new NotSignedIn()
  return id
}

/** Which webhooks the actor sees: their own, administrators all. What one hears tells of what its owner may see. */
export const inSight = ({ actor }: Ctx): SQL | undefined =>
  isAdministrator(actor) ? undefined : eq(webhooks.ownerId, actor.id ?? 0)

type Owned = Pick<typeof webhooks.$inferSelect, 'id' | 'ownerId'>

/** Their owners as actors, by the webhook's id; none for whoever is suspended, has left or may no longer. One query. */
export async function owners(ctx: Ctx, hooks: readonly Owned[]): Promise<ReadonlyMap<number, Actor>> {
  const people = await recipients(
    ctx,
    hooks.flatMap(({ ownerId }) => ownerId ?? []),
  )
  return new Map(
    hooks.flatMap(({ id, ownerId }) => {
      const actor = ownerId === null ? undefined : people.get(ownerId)?.actor
      return actor && can({ ...ctx, actor }, 'webhook.manage', null) ? [[id, actor] as const] : []
    }),
  )
}

/** Which addresses webhooks may lead to. */
export const reachOf = (ctx: Ctx): Reach => ({
  privateNetworks: ctx.setting('webhooks.privateNetworks'),
  loopback: isOwnMachine(ctx.host.env),
})
