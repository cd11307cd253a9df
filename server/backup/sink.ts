/** What a backup is written into, one file after the other: a folder, or one `.tar.gz` wherever it goes. */
import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { pack } from 'tar-stream'
import { openDraft } from '../core/draft.ts'

export type Sink = {
  /** Adds a file of exactly so many bytes. */
  add(name: string, bytes: number, content: Readable): Promise<void>
  /** It is whole: from now on it is there. */
  keep(): Promise<void>
  /** It came to nothing, and nothing of it stays; nothing happens to what was kept. */
  discard(): Promise<void>
}

/** Where the bytes of an archive go. */
export type Destination = {
  readonly stream: Writable
  keep(): Promise<void>
  discard(): Promise<void>
}

/** A folder that is not there yet or is empty, or a `.tar.gz` that is not there yet. @throws OperatorError */
export async function sinkAt(path: string): Promise<Sink> {
  return path.endsWith('.tar.gz') ? archiveAt(path) : folderAt(path)
}

export async function archiveAt(path: string): Promise<Sink> {
  const draft = await openDraft(path, 'file')
  const stream = createWriteStream(draft.path, { mode: 0o600 })
  return archiveInto({ stream, keep: draft.keep, discard: draft.discard })
}

async function folderAt(path: string): Promise<Sink> {
  const draft = await openDraft(path, 'folder')
  await mkdir(draft.path, { mode: 0o700 })
  return {
    add: async (name, _bytes, content) => {
      const file = join(draft.path, name)
      await mkdir(dirname(file), { recursive: true, mode: 0o700 })
      await pipeline(content, createWriteStream(file, { mode: 0o600 }))
    },
    keep: draft.keep,
    discard: draft.discard,
  }
}

/** One `.tar.gz`. No more of it is in memory than is on its way. */
export function archiveInto({ stream, keep, discard }: Destination): Sink {
  const archive = pack()
  const written = pipeline(Readable.from(archive), createGzip(), stream)
  // An entry waits for room; were the destination broken, it would wait for ever.
  const broken = written.then(() => new Promise<never>(() => {}))
  broken.catch(() => {})
  return {
    add: async (name, bytes, content) => {
      await Promise.race([pipeline(content, archive.entry({ name, size: bytes, mode: 0o600 })), broken])
    },
    keep: async () => {
      archive.finalize()
      await written
      await keep()
    },
    discard: async () => {
      archive.destroy()
      await written.catch(() => {})
      await discard()
    },
  }
}
