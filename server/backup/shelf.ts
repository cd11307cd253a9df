/** Where backups lie side by side under their names: a folder, or `backups/` of a bucket. */
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { removeAbandoned } from '../core/draft.ts'
import type { Env } from '../core/env.ts'
import { codeOf, OperatorError } from '../core/operator-error.ts'
import { Bucket } from '../core/storage/bucket.ts'
import { sendTo } from './bucket-upload.ts'
import { archiveAt, archiveInto, type Sink } from './sink.ts'
import { archiveFrom, type Source, sourceAt } from './source.ts'

export type Shelf = {
  /** Where it is, for people. */
  readonly place: string
  /** The names on it, in the order of their letters. */
  names(): Promise<string[]>
  sink(name: string): Promise<Sink>
  source(name: string): Promise<Source>
  remove(name: string): Promise<void>
}

const FOLDER = 'backups'

/** The shelf of the nightly backups: beside the files that members send, wherever these are. */
export const shelfOf = (env: Pick<Env, 's3' | 'dataDir'>): Shelf =>
  env.s3 === null ? folderShelf(join(env.dataDir, FOLDER)) : bucketShelf(new Bucket(env.s3))

/** @throws OperatorError where no bucket is set */
export function bucketShelfOf({ s3 }: Pick<Env, 's3'>): Shelf {
  if (s3 === null)
    throw new OperatorError('No bucket is set: set S3_ENDPOINT, S3_BUCKET and the others, or name a file')
  return bucketShelf(new Bucket(s3))
}

function folderShelf(folder: string): Shelf {
  return {
    place: folder,
    names: async () => {
      const names = await readdir(folder).catch((error: unknown) => {
        if (codeOf(error) === 'ENOENT') return []
        throw error
      })
      return names.sort()
    },
    sink: async name => {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await removeAbandoned(folder)
      return archiveAt(join(folder, name))
    },
    source: name => sourceAt(join(folder, name)),
    remove: name => rm(join(folder, name), { recursive: true, force: true }),
  }
}

function bucketShelf(bucket: Bucket): Shelf {
  const keyOf = (name: string) => `${FOLDER}/${name}`
  return {
    place: `${bucket.place}/${FOLDER}`,
    names: async () => {
      const names: string[] = []
      for await (const key of bucket.keys(`${FOLDER}/`)) names.push(key.slice(FOLDER.length + 1))
      return names.sort()
    },
    sink: async name => archiveInto(await sendTo(bucket, keyOf(name))),
    source: async name =>
      archiveFrom(async () => {
        const answer = await bucket.call(keyOf(name), { method: 'GET' })
        if (!answer?.body) throw new OperatorError(`There is no ${keyOf(name)} in ${bucket.place}`)
        // The body's type is the browser's; Node's own stream takes it as it is.
        return Readable.fromWeb(answer.body as ReadableStream)
      }),
    remove: async name => void (await (await bucket.call(keyOf(name), { method: 'DELETE' }))?.body?.cancel()),
  }
}
