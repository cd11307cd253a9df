/** `guildhall plugin disable`: switches a plugin off. */
import * as service from '../plugins/service.ts'
import { pluginOf, withPlugins } from './plugins.ts'
import { say, sayJson, UsageError, type Verb } from './verb.ts'

export default {
  usage: `<id> [--json]

Switches a plugin off, at once where the server runs. What it stores stays. Where the server does not come up, start it
without any plugin: GUILDHALL_SAFE_MODE=1.`,
  options: { json: { type: 'boolean' } },
  positionals: 1,
  run: async ({ json }, [id]) => {
    if (id === undefined) throw new UsageError('say which plugin')
    return withPlugins(async guildhall => {
      const ctx = guildhall.ctx()
      await service.disable(ctx, pluginOf(ctx, id).id)
      if (json) sayJson({ id, enabled: false })
      else say(`${id} is switched off`)
      return 0
    })
  },
} satisfies Verb
