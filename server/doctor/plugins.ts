/** Plugins that are to be on and are not: a line each, and one where all is well. */
import type { Ctx } from '../core/context.ts'
import { adviceOn, troubleAhead } from '../plugins/outlook.ts'
import { pluginsOf } from '../plugins/registry.ts'
import { found, type Line, warn } from './finding.ts'

/** In the language of the context, which puts the plugin's trouble and what to do into one line. No query. */
export function* pluginFindings(ctx: Ctx): Generator<Line> {
  const { states, safeMode } = pluginsOf(ctx.host)
  const wanted = states.filter(one => one.wanted)
  const off = wanted.flatMap(one => {
    // In safe mode none is loaded; what would go wrong shows all the same, as far as it is known.
    const trouble = safeMode ? troubleAhead(one, states) : one.on ? null : one.trouble
    return trouble ? [{ id: one.id, trouble }] : []
  })
  for (const { id, trouble } of off)
    yield { check: `plugin ${id}`, ...warn(`${ctx.t(trouble.key, trouble.values)} ${ctx.t(adviceOn(trouble))}`) }
  if (wanted.length > 0 && off.length === 0)
    yield { check: 'plugins', ...found('ok', 'doctor.plugins.ok', { count: wanted.length }) }
}
