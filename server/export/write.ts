/** Writes an export: a folder, or the same as one `.tar.gz`. It holds what is private here, so it is its owner's alone. */
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs'
import { mkdir, mkdtemp, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { asc, gt } from 'drizzle-orm'
import { pack } from 'tar-stream'
import { uploads } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import { codeOf, fileTrouble, OperatorError } from '../core/operator-error.ts'
import { FILES, LINES } from './format.ts'
import { eachLine } from './lines.ts'

export type Exported = { readonly lines: number; readonly files: number; readonly missing: readonly string[] }

export type ExportOptions = {
  /** A folder that is not there yet or is empty, or a `.tar.gz` that is not there yet. */
  readonly path: string
  /** Called now and then with how far it is. */
  readonly progress: (what: 'lines' | 'files', done: number) => void
}

const MANY = 500

/** Exports all. It shows under its name once it is whole. @throws OperatorError when something is in the way */
export async function exportAll(ctx: Ctx, options: ExportOptions): Promise<Exported> {
  const { path } = options
  const packed = path.endsWith('.tar.gz')
  await checkFree(path, packed)
  // Beside its place, so that it can be put there by its name alone.
  const draft = await mkdtemp(join(dirname(path), '.guildhall-export-')).catch((error: unknown) => {
    throw fileTrouble(error, dirname(path))
  })
  try {
    const folder = join(draft, 'export')
    await mkdir(join(folder, FILES), { recursive: true, mode: 0o700 })
    const lines = await writeLines(ctx, join(folder, LINES), options)
    const kept = await writeFiles(ctx, join(folder, FILES), options)
    if (packed) {
      await packFolder(folder, join(draft, 'export.tar.gz'))
      await rename(join(draft, 'export.tar.gz'), path)
    } else {
      await rm(path, { recursive: true, force: true })
      await rename(folder, path)
    }
    return { lines, ...kept }
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

async function checkFree(path: string, packed: boolean): Promise<void> {
  const there = await stat(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null
    throw fileTrouble(error, path)
  })
  if (!there) return
  const empty = there.isDirectory() && !packed && (await readdir(path)).length === 0
  if (!empty) throw new OperatorError(`${path} is there already: choose another name`)
}

async function writeLines(ctx: Ctx, path: string, { progress }: ExportOptions): Promise<number> {
  const file = createWriteStream(path, { mode: 0o600 })
  let done = 0
  const count = await eachLine(ctx, async lines => {
    await write(file, `${lines.join('\n')}\n`)
    done += lines.length
    progress('lines', done)
  })
  await new Promise<void>((resolve, reject) => file.end((error?: Error | null) => (error ? reject(error) : resolve())))
  return count
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
    for (const { id, key, variants } of rows) {
      last = id
      for (const one of [key, ...variants.map(variant => variant.key)]) {
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
  const file = await open(path)
  await file.sync()
  await file.close()
}
