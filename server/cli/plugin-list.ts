/** `guildhall plugin list`: which plugins there are. */
import { t } from '../core/i18n.ts'
import { askedBy } from '../plugins/asked.ts'
import { troubleAhead } from '../plugins/outlook.ts'
import * as service from '../plugins/service.ts'
import { withPlugins } from './plugins.ts'
import { say, sayJson, type Verb } from './verb.ts'

export default {
  usage: `[--json]

Lists the plugins that are found: those that come with Guildhall, those in DATA_DIR/plugins, and npm packages that the
setting plugins.packages names. It loads none of them: whether one that is switched on works is on the page /admin/plugins.`,
  options: { json: { type: 'boolean' } },
  run: async ({ json }) => {
    const plugins = await withPlugins(async ({ ctx }) => {
      const all = service.all(ctx())
      return all.map(one => ({ ...one, trouble: one.wanted || !one.about ? troubleAhead(one, all) : null }))
    })
    const told = plugins.map(({ id, origin, folder, about, wanted, consent, trouble }) => ({
      id,
      name: about?.name.en ?? id,
      version: about?.version ?? null,
      origin,
      folder,
      enabled: wanted,
      capabilities: about ? askedBy(about) : [],
      agreed: consent,
      trouble: trouble && t('en', trouble.key, trouble.values),
    }))
    if (json) sayJson({ plugins: told })
    else if (told.length === 0) say('There are no plugins')
    else for (const { id, version, enabled, trouble } of told) say(lineOf(id, version ?? '?', enabled, trouble))
    return 0
  },
} satisfies Verb

const lineOf = (id: string, version: string, enabled: boolean, trouble: string | null): string =>
  `${enabled ? 'on ' : 'off'}  ${id} ${version}${trouble ? `  ${trouble}` : ''}`
