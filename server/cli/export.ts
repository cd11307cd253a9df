/** `guildhall export`: the whole community in our own format. */
import { resolve } from 'node:path'
import { loadEnv } from '../core/env.ts'
import { exportAll } from '../export/write.ts'
import { openProgress } from './progress.ts'
import { complain, say, sayJson, UsageError, type Verb } from './verb.ts'
import { withGuildhall } from './with-database.ts'

export default {
  usage: `<folder or file.tar.gz> [--json]

Writes the whole community: members without their passwords, groups, categories with their rights, tags, threads, posts
with their history and reactions, what members saved (posts and searches), follow and have read, drafts, settings without secrets, uploads, and
what plugins that are on keep, such as votes. The server may run meanwhile. It holds what is private here: keep it as you keep a backup. guildhall import jsonl reads it.`,
  options: { json: { type: 'boolean' } },
  positionals: 1,
  run: async (values, [path]) => {
    if (!path) throw new UsageError('say which folder or .tar.gz to write')
    const progress = openProgress()
    const done = await withGuildhall(loadEnv(), ({ ctx }) =>
      exportAll(ctx(), { path: resolve(path), progress: (what, count) => progress.say(`${count} ${what}`) }),
    )
    progress.end()
    for (const key of done.missing) complain(`The bytes of the upload ${key} are missing`)
    for (const { name, why } of done.unread) complain(`What is kept as ${name} is not in it: ${why}`)
    if (values.json) sayJson(done)
    else say(`${done.lines} lines and ${done.files} files are in ${path}`)
    return done.unread.length > 0 ? 1 : 0
  },
} satisfies Verb
