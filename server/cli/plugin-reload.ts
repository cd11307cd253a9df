/** `guildhall plugin reload`: takes up what lies in a plugin's folder now. */
import * as service from '../plugins/service.ts'
import { pluginOf, withPlugins } from './plugins.ts'
import { say, sayJson, UsageError, type Verb } from './verb.ts'

export default {
  usage: `<id> [--json]

Takes up what lies in a plugin's folder now, where the server runs; one that is not running finds it at its next start.`,
  options: { json: { type: 'boolean' } },
  positionals: 1,
  run: async ({ json }, [id]) => {
    if (id === undefined) throw new UsageError('say which plugin')
    return withPlugins(async guildhall => {
      const ctx = guildhall.ctx()
      await service.reload(ctx, pluginOf(ctx, id).id)
      if (json) sayJson({ id })
      else say(`${id} is loaded again`)
      return 0
    })
  },
} satisfies Verb
