/** `guildhall restore`: brings a backup back into an empty community. */
import { resolve } from 'node:path'
import { checkBackup } from '../backup/check.ts'
import type { Manifest } from '../backup/format.ts'
import { requireKnown, restoreBackup } from '../backup/restore.ts'
import { bucketShelfOf } from '../backup/shelf.ts'
import { type Source, sourceAt } from '../backup/source.ts'
import { type Env, loadEnv } from '../core/env.ts'
import { openLog } from '../core/log.ts'
import { openStorage } from '../core/storage/open.ts'
import { openProgress } from './progress.ts'
import { askedToStop, orStopped } from './stopping.ts'
import { say, sayJson, UsageError, type Verb } from './verb.ts'
import { withDatabase } from './with-database.ts'

const IN_BUCKET = 's3:'
const MEGABYTE = 1024 * 1024

export default {
  usage: `<file.tar.gz, folder or s3:name> [--sign-out-everywhere] [--json]
       guildhall restore <file.tar.gz, folder or s3:name> --verify [--json]

Brings a backup back, into a community without members and threads: a folder or database that is empty, with the server
stopped. All of the backup is checked before anything is written, and when it fails the database is as it was. A backup of
an older release is brought up to date.

  --verify               checks the backup, and writes nothing
  --sign-out-everywhere  nobody stays signed in, and programs need new tokens`,
  options: {
    verify: { type: 'boolean' },
    'sign-out-everywhere': { type: 'boolean' },
    json: { type: 'boolean' },
  },
  positionals: 1,
  run: async (values, [path]) => {
    if (!path) throw new UsageError('say which backup to restore')
    const env = loadEnv()
    const source = await sourceOf(env, path)
    const signal = askedToStop()
    const progress = openProgress()
    const told = (what: string, bytes: number) => progress.say(`${what}: ${Math.floor(bytes / MEGABYTE)} MB`)
    const verify = values.verify === true
    const work = verify
      ? checkBackup(source, { signal, progress: bytes => told('checking', bytes) })
      : withDatabase(env, async target =>
          restoreBackup({ target, storage: await openStorage(env), dataDir: env.dataDir }, source, {
            log: openLog('warn'),
            signal,
            progress: told,
            signOutEverywhere: values['sign-out-everywhere'] === true,
          }),
        )
    const manifest = await orStopped(signal, work)
    progress.end()
    if (manifest === null) return 1
    if (verify) requireKnown(manifest)
    if (values.json) sayJson({ ...summary(manifest), restored: !verify })
    else tell(manifest, verify)
    return 0
  },
} satisfies Verb

async function sourceOf(env: Env, path: string): Promise<Source> {
  return path.startsWith(IN_BUCKET) ? bucketShelfOf(env).source(path.slice(IN_BUCKET.length)) : sourceAt(resolve(path))
}

const summary = ({ createdAt, guildhall, tables, files, missing, secrets }: Manifest) => ({
  createdAt,
  guildhall,
  rows: tables.reduce((all, { rows }) => all + rows, 0),
  files: files.length,
  missing,
  secrets: secrets !== null,
})

function tell(manifest: Manifest, verify: boolean): void {
  const { createdAt, rows, files, secrets } = summary(manifest)
  const what = `the backup of ${createdAt.slice(0, 16).replace('T', ' ')} UTC: ${rows} rows and ${files} files`
  say(verify ? `Whole: ${what}${secrets ? ', with secrets.json' : ''}` : `Restored ${what}`)
  if (!verify && !secrets)
    say('It held no secrets.json: unless the old one is put here too, webhooks sign with other secrets')
}
