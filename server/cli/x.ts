/** `guildhall x`: verbs that plugins bring. */
import type { Ctx } from '../core/context.ts'
import { loadEnv } from '../core/env.ts'
import { translator } from '../core/i18n.ts'
import { OperatorError } from '../core/operator-error.ts'
import type { VerbLine } from '../core/verb-line.ts'
import type { FeatureVerb } from '../feature.ts'
import type { PluginState } from '../plugins/load.ts'
import { pluginsOf } from '../plugins/registry.ts'
import * as service from '../plugins/service.ts'
import { pluginOf, withPlugins } from './plugins.ts'
import { orTell } from './refusals.ts'
import { readFlags, say, sayJson, UsageError, type Verb } from './verb.ts'
import { withGuildhall } from './with-database.ts'

const USAGE = `<plugin> <verb> [flags]
       guildhall x [<plugin>] [--json]

Does what a plugin that is on has a verb for. Without a verb it lists those of all plugins, or of one;
guildhall x <plugin> <verb> --help says more of each.`

const options = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const

export default {
  usage: USAGE,
  options,
  takesAll: true,
  run: async (_values, [...line]) => {
    const [id, name] = [takeWord(line), takeWord(line)]
    if (id === undefined || name === undefined) return list(id, line)
    if (line.some(one => one === '--help' || one === '-h')) return help(id, name)
    return perform(id, name, line)
  },
} satisfies Verb

/** The first of them, where it is no flag. */
const takeWord = (line: string[]): string | undefined => (line[0]?.startsWith('-') ? undefined : line.shift())

async function list(id: string | undefined, line: string[]): Promise<number> {
  const { values } = readFlags({ options }, line)
  if (values.help) {
    say(`Usage: guildhall x ${USAGE}`)
    return 0
  }
  const verbs = await withPlugins(async ({ ctx }) => {
    const plugins = id === undefined ? service.all(ctx()).filter(({ wanted }) => wanted) : [pluginOf(ctx(), id)]
    return plugins.flatMap(({ id, about }) =>
      (about?.verbs ?? []).map(({ name, does }) => ({ plugin: id, name, does })),
    )
  })
  const width = Math.max(...verbs.map(({ plugin, name }) => plugin.length + name.length))
  if (values.json) sayJson({ verbs })
  else if (verbs.length === 0) say(id === undefined ? 'No plugin that is on has a verb' : `${id} has no verb`)
  else for (const { plugin, name, does } of verbs) say(`${`${plugin} ${name}`.padEnd(width + 1)}  ${does}`)
  return 0
}

function help(id: string, name: string): Promise<number> {
  return withPlugins(async ({ ctx }) => {
    const verb = pluginOf(ctx(), id).about?.verbs.find(one => one.name === name)
    if (!verb) throw unknownVerb(id, name)
    say(`Usage: guildhall x ${id} ${name} ${verb.usage}`)
    return 0
  })
}

const unknownVerb = (id: string, name: string): UsageError =>
  new UsageError(`${id} has no verb "${name}": guildhall x ${id} lists those that it has`)

function perform(id: string, name: string, line: string[]): Promise<number> {
  return withGuildhall(loadEnv(), async guildhall => {
    const ctx: Ctx = { ...guildhall.ctx(), locale: 'en', t: translator('en') }
    const verb = verbOf(ctx, pluginOf(ctx, id), name)
    const { values, words } = readFlags(verb, line)
    await orTell(`${id} ${name}`, verb.run(ctx, { ...HANDS, options: values, words }))
    return 0
  })
}

/** @throws OperatorError where the plugin is off; UsageError where it has no such verb */
function verbOf(ctx: Ctx, { id, on, trouble }: PluginState, name: string): FeatureVerb {
  const verbs = pluginsOf(ctx.host).loaded.find(({ state }) => state.id === id)?.feature.verbs ?? {}
  if (!on) throw new OperatorError(`${id} is not on${trouble ? `: ${ctx.t(trouble.key, trouble.values)}` : ''}`)
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined
  if (!verb) throw unknownVerb(id, name)
  return verb
}

/** Words of members may hold what a terminal takes for commands. */
const harmless = (text: string): string => text.replace(/(?![\n\t])\p{Cc}/gu, '\ufffd')

const HANDS: Omit<VerbLine, 'options' | 'words'> = {
  say: text => say(harmless(text)),
  sayJson,
  misused: why => new UsageError(why),
  failed: why => new OperatorError(why),
}
