/** `guildhall plugin new`: begins a plugin. */
import { join, resolve } from 'node:path'
import { loadEnv } from '../core/env.ts'
import { OperatorError } from '../core/operator-error.ts'
import { beginPlugin, PLUGIN_ID } from '../plugins/begin.ts'
import { findPlugins } from '../plugins/find.ts'
import { say, sayJson, text, UsageError, type Verb } from './verb.ts'

export default {
  usage: `<id> [--in <folder>] [--json]

Writes a small plugin that works, with a test that passes, into DATA_DIR/plugins/<id>, where the server finds it, or into
<folder>/<id>. What plugins may do is in docs/PLUGINS.md.`,
  options: { in: { type: 'string' }, json: { type: 'boolean' } },
  positionals: 1,
  run: async (values, [id]) => {
    if (id === undefined) throw new UsageError('say how it is called')
    if (!PLUGIN_ID.test(id)) throw new UsageError(`an id is 2 to 31 lower case letters and digits, and not ${id}`)
    const { dataDir } = loadEnv()
    const given = text(values, 'in')
    const taken = (await findPlugins(dataDir, [])).find(one => one.name === id)
    if (taken) throw new OperatorError(`There is a plugin ${id} already, in ${taken.folder}`)
    const folder = join(given === undefined ? join(dataDir, 'plugins') : resolve(given), id)
    await beginPlugin(id, folder)
    if (values.json) sayJson({ id, folder })
    else for (const line of nextSteps(id, folder, given === undefined)) say(line)
    return 0
  },
} satisfies Verb

const nextSteps = (id: string, folder: string, found: boolean): string[] => [
  `Wrote ${folder}`,
  '',
  'Next:',
  `  cd ${folder} && node --test     starts a server with it alone, and looks whether it works`,
  ...(found ? [] : [`  put it, or a link to it, where it is found: DATA_DIR/plugins/${id}`]),
  `  guildhall plugin enable ${id} --agree tables     switches it on`,
  '  guildhall start --watch     takes up each change as you save it',
]
