/** Writes an export: a folder, or the same as one `.tar.gz`. It holds what is private here, so it is its owner's alone. */
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs'
import { mkdir, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { asc, gt } from 'drizzle-orm'
import { pack } from 'tar-stream'
import { uploads } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import { openDraft } from '../core/draft.ts'
import { FILES, LINES } from './format.ts'
import type { Unread } from './kept.ts'
import { eachLine } from './lines.ts'

export type Exported = {
  readonly lines: number
  readonly files: number
  /** Keys of files whose bytes are not there. */
  readonly missing: readonly string[]
  /** What plugins keep and could not be read. */
  readonly unread: readonly Unread[]
}

export type ExportOptions = {
  /** A folder that is not there yet or is empty, or a `.tar.gz` that is not there yet. */
  readonly path: string
  /** Called now and then with how far it is. */
  readonly progress: (what: 'lines' | 'files', done: number) => void
}

const MANY = 500

/** Exports all. It shows under its name once it is whole. @throws OperatorError when something is in the way */
export async function exportAll(ctx: Ctx, options: ExportOptions): Promise<Exported> {
  const packed = options.path.endsWith('.tar.gz')
  const draft = await openDraft(options.path, packed ? 'file' : 'folder')
  try {
    const folder = packed ? join(draft.folder, 'export') : draft.path
    await mkdir(join(folder, FILES), { recursive: true, mode: 0o700 })
    const written = await writeLines(ctx, join(folder, LINES), options)
    const kept = await writeFiles(ctx, join(folder, FILES), options)
    if (packed) await packFolder(folder, draft.path)
    await draft.keep()
    return { ...written, ...kept }
  } finally {
    await draft.discard()
  }
}

async function writeLines(ctx: Ctx, path: string, { progress }: ExportOptions) {
  const file = createWriteStream(path, { mode: 0o600 })
  let done = 0
  const written = await eachLine(ctx, async lines => {
    if (lines.length === 0) return
    await write(file, `${lines.join('\n')}\n`)
    done += lines.length
    progress('lines', done)
  })
  await new Promise<void>((resolve, reject) => file.end((error?: Error | null) => (error ? reject(error) : resolve())))
  return written
}

const write = (file: WriteStream, text: string): Promise<void> =>
  new Promise((resolve, reject) => file.write(text, error => (error ? reject(error) : resolve())))

/** The bytes of all uploads; those that are missing are named. */
async function writeFiles(
  ctx: Ctx,
  folder: string,
  { progress }: ExportOptions,
): Promise<{ files: number; missing: string[] }> {
  const missing: string[] = []
  let files = 0
  let last = 0
  for (;;) {
    const rows = await ctx.db.select().from(uploads).where(gt(uploads.id, last)).orderBy(asc(uploads.id)).limit(MANY)
    if (rows.length === 0) return { files, missing }
    for (const { id, key, purpose, variants } of rows) {
      last = id
      // Of faces only the sizes are kept.
      for (const one of [...(purpose === 'post' ? [key] : []), ...variants.map(variant => variant.key)]) {
        const found = await ctx.host.storage.get(one)
        if (!found) missing.push(one)
        else await pipeline(found.stream, createWriteStream(join(folder, one), { mode: 0o600 }))
        if (found) progress('files', ++files)
      }
    }
  }
}

async function packFolder(folder: string, path: string): Promise<void> {
  const archive = pack()
  const written = pipeline(Readable.from(archive), createGzip(), createWriteStream(path, { mode: 0o600 }))
  const add = async (name: string, file: string) => {
    const { size } = await stat(file)
    await pipeline(createReadStream(file), archive.entry({ name, size, mode: 0o600 }))
  }
  await add(LINES, join(folder, LINES))
  for (const name of await readdir(join(folder, FILES))) await add(FILES + name, join(folder, FILES, name))
  archive.finalize()
  await written
}
