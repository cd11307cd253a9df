/** `guildhall plugin enable`: switches a plugin on. */
import { t } from '../core/i18n.ts'
import { OperatorError } from '../core/operator-error.ts'
import { askedBy } from '../plugins/asked.ts'
import type { PluginState } from '../plugins/load.ts'
import { adviceOn, troubleAhead } from '../plugins/outlook.ts'
import * as service from '../plugins/service.ts'
import { pluginOf, withPlugins } from './plugins.ts'
import { complain, say, sayJson, text, UsageError, type Verb } from './verb.ts'

export default {
  usage: `<id> [--agree <what it asks for,…>] [--json]

Switches a plugin on, at once where the server runs. One that did not come with Guildhall asks for capabilities and for
hosts outside, and is switched on by whoever agrees to all of it: without --agree that is named, and nothing is done.`,
  options: { agree: { type: 'string' }, json: { type: 'boolean' } },
  positionals: 1,
  run: async (values, [id]) => {
    if (id === undefined) throw new UsageError('say which plugin')
    return withPlugins(async guildhall => {
      const ctx = guildhall.ctx()
      const plugin = pluginOf(ctx, id)
      if (!plugin.about) throw new OperatorError(wordsOf(plugin) ?? `${id} cannot be read`)
      const asked = askedBy(plugin.about)
      const agreed = plugin.origin === 'bundled' ? asked : (text(values, 'agree')?.split(',') ?? [])
      if (asked.some(one => !agreed.includes(one)))
        throw new OperatorError(
          `${id} asks for more than was agreed to: guildhall plugin enable ${id} --agree ${asked}`,
        )
      await service.enable(ctx, id, agreed)
      const ahead = troubleAhead({ ...plugin, trouble: null, wanted: true, consent: agreed }, service.all(ctx))
      if (values.json) sayJson({ id, enabled: true, trouble: ahead && t('en', ahead.key, ahead.values) })
      else say(`${id} is switched on`)
      if (ahead === null) return 0
      complain(`${t('en', ahead.key, ahead.values)} ${t('en', adviceOn(ahead))}`)
      return 1
    })
  },
} satisfies Verb

const wordsOf = ({ trouble }: PluginState): string | null => trouble && t('en', trouble.key, trouble.values)
