/** `guildhall plugin uninstall`: all that a plugin has kept, into a file, and then gone. */
import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { OperatorError } from '../core/operator-error.ts'
import { exportLines } from '../plugins/export.ts'
import { uninstall } from '../plugins/uninstall.ts'
import { pluginOf, withPlugins } from './plugins.ts'
import { say, sayJson, text, UsageError, type Verb } from './verb.ts'

export default {
  usage: `<id> --export <file> [--json]
       guildhall plugin uninstall <id> --without-export [--json]

Removes all that a plugin that is off has kept: its tables, settings, and who holds its permissions. Before that, --export
writes its rows into a new file, a line of JSON for each. Its own files stay where they are.`,
  options: { export: { type: 'string' }, 'without-export': { type: 'boolean' }, json: { type: 'boolean' } },
  positionals: 1,
  run: async (values, [id]) => {
    const file = text(values, 'export')
    if (id === undefined) throw new UsageError('say which plugin')
    if ((file === undefined) === (values['without-export'] !== true))
      throw new UsageError('say --export <file>, or --without-export')
    return withPlugins(async guildhall => {
      const ctx = guildhall.ctx()
      const { wanted } = pluginOf(ctx, id)
      if (wanted) throw new OperatorError(`${id} is on: guildhall plugin disable ${id}`)
      if (file !== undefined)
        await pipeline(Readable.from(await exportLines(ctx, id)), createWriteStream(file, { flags: 'wx' }))
      await uninstall(ctx, id)
      if (values.json) sayJson({ id, exported: file ?? null })
      else say(`What ${id} has kept is gone${file === undefined ? '' : `, and in ${file}`}`)
      return 0
    })
  },
} satisfies Verb
