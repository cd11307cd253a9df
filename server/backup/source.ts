/** Reads what a sink has written, one file after the other and as often as is wanted. */
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { extract } from 'tar-stream'
import { AppError } from '../core/errors.ts'
import { codeOf, OperatorError } from '../core/operator-error.ts'
import { fileName, HEAD, JOBS, MANIFEST, parseManifest, partName, SEAL, SECRETS } from './format.ts'

export type Entry = { readonly name: string; readonly content: Readable }

/** The files in the order in which they were written. @throws OperatorError for what cannot be read to its end */
export type Source = { entries(): AsyncGenerator<Entry> }

/** A backup on this machine. @throws OperatorError when nothing is there */
export async function sourceAt(path: string): Promise<Source> {
  const found = await stat(path).catch((error: unknown) => {
    throw codeOf(error) === 'ENOENT' ? new OperatorError(`There is no file or folder ${path}`) : error
  })
  return found.isDirectory() ? { entries: () => inFolder(path) } : archiveFrom(async () => createReadStream(path))
}

/** A `.tar.gz`, opened anew for each reading. */
export const archiveFrom = (open: () => Promise<Readable>): Source => ({ entries: () => inArchive(open) })

async function* inArchive(open: () => Promise<Readable>): AsyncGenerator<Entry> {
  const packed = await open()
  const unpacked = createGunzip()
  const entries = extract()
  packed.on('error', error => unpacked.destroy(error))
  unpacked.on('error', error => entries.destroy(error))
  packed.pipe(unpacked).pipe(entries)
  try {
    for await (const entry of entries) {
      yield { name: entry.header.name, content: Readable.from(chunksOf(entry), { objectMode: false }) }
      entry.resume()
    }
  } catch (error) {
    throw cutOff(error)
  } finally {
    packed.destroy()
    unpacked.destroy()
  }
}

async function* chunksOf(entry: AsyncIterable<unknown>): AsyncGenerator<unknown> {
  try {
    yield* entry
  } catch (error) {
    throw cutOff(error)
  }
}

const cutOff = (error: unknown): unknown =>
  error instanceof AppError || error instanceof OperatorError
    ? error
    : new OperatorError('The backup is damaged: it cannot be read to its end', [String(error)])

/** What should be there says the manifest. */
async function* inFolder(path: string): AsyncGenerator<Entry> {
  const { secrets, files, tables } = parseManifest(
    await readFile(join(path, MANIFEST), 'utf8').catch(notThere(MANIFEST)),
  )
  const names = [
    HEAD,
    ...(secrets ? [SECRETS] : []),
    ...files.map(({ key }) => fileName(key)),
    ...tables.flatMap(({ name, parts }) => Array.from({ length: parts }, (_, at) => partName(name, at + 1))),
    JOBS,
    MANIFEST,
    SEAL,
  ]
  for (const name of names) {
    await stat(join(path, name)).catch(notThere(name))
    yield { name, content: createReadStream(join(path, name)) }
  }
}

const notThere = (name: string) => (error: unknown) => {
  throw codeOf(error) === 'ENOENT' ? new OperatorError(`The backup is damaged: it has no ${name}`) : error
}
