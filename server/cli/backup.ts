/** `guildhall backup`: all that a community is, in one file. */
import { resolve } from 'node:path'
import { bucketShelfOf } from '../backup/shelf.ts'
import { type Sink, sinkAt } from '../backup/sink.ts'
import { writeBackup } from '../backup/write.ts'
import { type Env, loadEnv } from '../core/env.ts'
import { openStorage } from '../core/storage/open.ts'
import { openProgress } from './progress.ts'
import { askedToStop, orStopped } from './stopping.ts'
import { complain, say, sayJson, text, UsageError, type Values, type Verb } from './verb.ts'
import { withDatabase } from './with-database.ts'

export default {
  usage: `<file.tar.gz or folder> [--with-secrets] [--json]
       guildhall backup --to s3 [--with-secrets] [--json]

Writes all that the community is: its database and the files that members sent, as they are at this moment. The server may
run meanwhile. It holds everything that is private here: keep it where nobody else comes. guildhall restore brings it back.

  --to s3         sends it to the bucket of the S3_… variables, under backups/
  --with-secrets  also secrets.json, with which webhooks sign`,
  options: { to: { type: 'string' }, 'with-secrets': { type: 'boolean' }, json: { type: 'boolean' } },
  positionals: 1,
  run: async (values, [path]) => {
    const env = loadEnv()
    const now = new Date()
    const { place, open } = placeOf(env, values, path, now)
    const signal = askedToStop()
    const progress = openProgress()
    const done = await orStopped(
      signal,
      withDatabase(env, async target =>
        writeBackup({ target, storage: await openStorage(env), dataDir: env.dataDir }, await open(), {
          withSecrets: values['with-secrets'] === true,
          signal,
          progress: (what, count) => progress.say(`${count} ${what}`),
          now,
        }),
      ),
    )
    progress.end()
    if (done === null) return 1
    for (const key of done.missing) complain(`The bytes of the file ${key} are missing`)
    if (values.json) sayJson({ ...done, place })
    else say(`${done.rows} rows and ${done.files} files are in ${place}`)
    return 0
  },
} satisfies Verb

type Place = { readonly place: string; open(): Promise<Sink> }

function placeOf(env: Env, values: Values, path: string | undefined, now: Date): Place {
  const to = text(values, 'to')
  if (to === undefined && path) return { place: path, open: () => sinkAt(resolve(path)) }
  if (to !== 's3' || path) throw new UsageError('say which .tar.gz or folder to write, or --to s3')
  const name = `guildhall-${now.toISOString().slice(0, 19).replaceAll(':', '')}.tar.gz`
  const shelf = bucketShelfOf(env)
  return { place: `s3:${name}`, open: () => shelf.sink(name) }
}
