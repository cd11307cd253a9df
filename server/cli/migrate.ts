/** `guildhall migrate`: brings the database up to date without starting the server. */
import { loadEnv } from '../core/env.ts'
import { openLog } from '../core/log.ts'
import { migrate } from '../core/migrate.ts'
import { say, sayJson, type Verb } from './verb.ts'
import { withDatabase } from './with-database.ts'

export default {
  usage: '[--json]\n\nApplies what is missing of the database changes of this release. `start` does the same.',
  options: { json: { type: 'boolean' } },
  run: async ({ json }) => {
    const { applied } = await withDatabase(loadEnv(), target => migrate(target, openLog('warn')))
    if (json) sayJson({ applied })
    else if (applied.length === 0) say('The database is up to date')
    else for (const name of applied) say(`applied ${name}`)
    return 0
  },
} satisfies Verb
