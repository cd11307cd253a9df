/** What is done about a server that ends again and again soon after its start: plugins that may be why stay off. */
import { sql } from 'drizzle-orm'
import { plugins } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import { transaction } from '../core/transaction.ts'
import { areCrashes, crashesKept } from './kept-trouble.ts'
import type { PluginState } from './load.ts'
import { troubleAhead } from './outlook.ts'
import { pluginsOf } from './registry.ts'
import { noteOff } from './service.ts'
import type { Unwell } from './starts.ts'

/** One may be the power, two a hasty operator. */
export const MOST_CRASHES = 3
/** When so many were switched off in vain it is hardly a plugin: none is loaded, and none is switched off any more. */
const MOST_OFF = 3
/** Those of longer ago belong to another trouble. */
const SAME_TROUBLE_MS = 60 * 60_000
/** Processes that end together find one plugin, not one each. */
const LOCK = 4_711_018

export type Verdict =
  | { readonly does: 'nothing' | 'safe mode' }
  | { readonly does: 'switch off'; readonly plugin: string }

/**
 * Before any plugin is loaded: switches off the one that was switched on last, after starts that did not end well.
 * @param ctx the system's, of an application that has found the plugins and runs none
 */
export async function afterCrashes(ctx: Ctx, { times, since }: Unwell): Promise<Verdict> {
  if (times < MOST_CRASHES) return { does: 'nothing' }
  let verdict: Verdict = { does: 'nothing' }
  await transaction(ctx, async ctx => {
    await ctx.db.execute(sql`select pg_advisory_xact_lock(${LOCK})`)
    const rows = await ctx.db.select().from(plugins)
    const off = rows.flatMap(({ trouble, troubleAt }) =>
      areCrashes(trouble) && troubleAt ? [troubleAt.getTime()] : [],
    )
    // One that was switched off while the last start still had it explains how that ended.
    if (off.some(at => at > since)) return
    if (off.filter(at => at > ctx.now().getTime() - SAME_TROUBLE_MS).length >= MOST_OFF) {
      verdict = { does: 'safe mode' }
      return
    }
    const plugin = newest(pluginsOf(ctx.host).states, rows)
    if (plugin === null) return
    await noteOff(ctx, plugin, crashesKept(times))
    verdict = { does: 'switch off', plugin }
  })
  return verdict
}

type Row = typeof plugins.$inferSelect

/** The plugin that would be on and was switched on last; one that we bring only where there is no other. */
function newest(states: readonly PluginState[], rows: readonly Row[]): string | null {
  // Also those of a process that knew of them before they were switched off.
  const off = new Set(rows.filter(row => row.trouble !== null || !row.enabled).map(({ id }) => id))
  const on = states.filter(one => one.wanted && !off.has(one.id) && troubleAhead(one, states) === null)
  const others = on.filter(({ origin }) => origin !== 'bundled')
  const at = ({ enabledAt }: PluginState) => enabledAt?.getTime() ?? 0
  return (others.length > 0 ? others : on).toSorted((a, b) => at(b) - at(a))[0]?.id ?? null
}
