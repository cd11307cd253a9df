/** Verbs on plugins. What they decide is true when the server has been built anew with it, which they wait for. */
import { plugins } from '../../db/tables/index.ts'
import { audit } from '../core/audit.ts'
import type { Ctx } from '../core/context.ts'
import { Invalid, NotFound } from '../core/errors.ts'
import { emit } from '../core/events/emit.ts'
import { authorize } from '../core/permissions.ts'
import { transaction } from '../core/transaction.ts'
import { askedBy } from './asked.ts'
import type { PluginState } from './load.ts'
import { pluginsOf } from './registry.ts'

declare module '../core/permissions.ts' {
  interface Permissions {
    'plugin.manage': null
  }
}

declare module '../core/events/emit.ts' {
  interface DomainEvents {
    /** Which plugins are on is another question now. */
    'plugins.changed': { readonly plugin: string; readonly enabled: boolean }
  }
}

/** All that were found, for who may manage them. @throws NotSignedIn, Forbidden */
export function all(ctx: Ctx): readonly PluginState[] {
  authorize(ctx, 'plugin.manage', null)
  return pluginsOf(ctx.host).states
}

/** One that was found. @throws NotSignedIn, Forbidden, NotFound */
export function get(ctx: Ctx, id: string): PluginState {
  const found = all(ctx).find(one => one.id === id)
  if (!found) throw new NotFound()
  return found
}

/**
 * Switches a plugin on, with all that it asks for.
 * @param agreed what it asks for as whoever does this was shown it
 * @throws NotSignedIn, Forbidden, NotFound; Invalid for one that cannot be read, or asks for more than was agreed to
 */
export async function enable(ctx: Ctx, id: string, agreed: readonly string[]): Promise<void> {
  const { about, trouble } = get(ctx, id)
  if (!about) throw new Invalid({ id: trouble ?? { key: 'invalid.choice' } })
  const asked = askedBy(about)
  if (asked.some(one => !agreed.includes(one))) throw new Invalid({ agreed: { key: 'plugins.agreeAll' } })
  await decide(ctx, id, { enabled: true, consent: asked })
}

/** Switches a plugin off. What it keeps stays. @throws NotSignedIn, Forbidden, NotFound */
export async function disable(ctx: Ctx, id: string): Promise<void> {
  const { consent } = get(ctx, id)
  await decide(ctx, id, { enabled: false, consent })
}

/** Builds the server anew with what lies in the plugin's folder now. @throws NotSignedIn, Forbidden, NotFound */
export async function reload(ctx: Ctx, id: string): Promise<void> {
  const { on } = get(ctx, id)
  await transaction(ctx, async ctx => {
    await audit(ctx, { act: 'plugin.reload', targetType: 'plugin', targetId: id })
    emit(ctx, 'plugins.changed', { plugin: id, enabled: on })
  })
  await ctx.host.reload()
}

type Decision = { readonly enabled: boolean; readonly consent: readonly string[] }

async function decide(ctx: Ctx, id: string, { enabled, consent }: Decision): Promise<void> {
  await transaction(ctx, async ctx => {
    const row = { enabled, consent, trouble: null, troubleAt: null, ...(enabled && { enabledAt: ctx.now() }) }
    await ctx.db
      .insert(plugins)
      .values({ id, ...row })
      .onConflictDoUpdate({ target: plugins.id, set: row })
    await audit(ctx, { act: enabled ? 'plugin.enable' : 'plugin.disable', targetType: 'plugin', targetId: id })
    emit(ctx, 'plugins.changed', { plugin: id, enabled })
  })
  await ctx.host.reload()
}

/** Switches off one that failed too often, by itself. */
export async function switchOff(ctx: Ctx, id: string, trouble: string): Promise<void> {
  await noteOff(ctx, id, trouble)
  await ctx.host.reload()
}

/** The same of one that is not loaded. It stays wanted, so that the page can say why it is not on. */
export async function noteOff(ctx: Ctx, id: string, trouble: string): Promise<void> {
  await transaction(ctx, async ctx => {
    const row = { trouble, troubleAt: ctx.now() }
    await ctx.db
      .insert(plugins)
      .values({ id, enabled: true, ...row })
      .onConflictDoUpdate({ target: plugins.id, set: row })
    await audit(ctx, { act: 'plugin.disable', targetType: 'plugin', targetId: id, reason: trouble })
    emit(ctx, 'plugins.changed', { plugin: id, enabled: false })
  })
}
