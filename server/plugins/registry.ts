/** Which plugins an application was built with. */
import type { Host } from '../core/context.ts'
import { NO_PLUGINS, type PluginSet } from './load.ts'

const sets = new WeakMap<Host, PluginSet>()

export const register = (host: Host, set: PluginSet): void => void sets.set(host, set)

export const pluginsOf = (host: Host): PluginSet => sets.get(host) ?? NO_PLUGINS
