/** Plugins that are to be on and are not: a line each, and one where all is well. */
import type { Ctx } from '../core/context.ts'
import type { PluginSet, PluginState, Trouble } from '../plugins/load.ts'
import { adviceOn, troubleAhead } from '../plugins/outlook.ts'
import { pluginsOf } from '../plugins/registry.ts'
import { found, type Line, warn } from './finding.ts'

/** In the language of the context, which puts the plugin's trouble and what to do into one line. No query. */
export function* pluginFindings(ctx: Ctx): Generator<Line> {
  const { states, safeMode } = pluginsOf(ctx.host)
  const wanted = states.filter(one => one.wanted)
  const off = wanted.flatMap(one => {
    const trouble = troubleWith(one, { states, safeMode })
    return trouble ? [{ id: one.id, trouble }] : []
  })
  for (const { id, trouble } of off)
    yield { check: `plugin ${id}`, ...warn(`${ctx.t(trouble.key, trouble.values)} ${ctx.t(adviceOn(trouble))}`) }
  if (wanted.length > 0 && off.length === 0)
    yield { check: 'plugins', ...found('ok', 'doctor.plugins.ok', { count: wanted.length }) }
}

/** In safe mode none is loaded; what would go wrong shows all the same, as far as it is known. */
const troubleWith = (one: PluginState, { states, safeMode }: Pick<PluginSet, 'states' | 'safeMode'>): Trouble | null =>
  safeMode ? troubleAhead(one, states) : one.on ? null : one.trouble

/** Ids of those that are off: what they left to do waits for them. No query. */
export function restingPlugins({ host }: Ctx): string[] {
  const set = pluginsOf(host)
  const resting = set.states.filter(one => host.env.safeMode || !one.wanted || troubleWith(one, set) !== null)
  return resting.map(({ id }) => id)
}
