/** What keeps a plugin from being on, as far as it shows without loading it, and what to do about it. */
import type { MessageKey } from '../core/i18n.ts'
import { PluginProblem, requireFit } from './describe.ts'
import type { PluginState, Trouble } from './load.ts'

/**
 * Why a plugin that is wanted would not come up beside the others; null where nothing is known. For who may not load it:
 * that would let it run and migrate.
 */
export function troubleAhead(plugin: PluginState, all: readonly PluginState[]): Trouble | null {
  const { about, trouble } = plugin
  if (trouble || !about) return trouble
  try {
    requireFit(about, plugin, id => all.find(one => one.id === id && one.wanted)?.about?.version)
    return null
  } catch (error) {
    if (error instanceof PluginProblem) return { key: error.key, values: error.values }
    throw error
  }
}

const ADVICE: Partial<Record<string, MessageKey>> = {
  'plugins.problem.bisect': 'plugins.advice.bisect',
  'plugins.problem.consent': 'plugins.advice.agree',
  'plugins.problem.crashLoop': 'plugins.advice.again',
  'plugins.problem.gone': 'plugins.advice.gone',
  'plugins.problem.needs': 'plugins.advice.needs',
  'plugins.problem.requires': 'plugins.advice.version',
  'plugins.problem.tripped': 'plugins.advice.again',
  'plugins.problem.twice': 'plugins.advice.twice',
}

/** What to do: whatever is not listed is wrong with its files. */
export const adviceOn = ({ key }: Trouble): MessageKey => ADVICE[key] ?? 'plugins.advice.mend'
