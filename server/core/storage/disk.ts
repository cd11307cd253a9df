/** Files under DATA_DIR/uploads. */
import { mkdir, open, opendir, rename, rm } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import { codeOf } from '../operator-error.ts'
import { type Found, onDisk, pathOf, type Range, type Storage, type StoredFile } from './storage.ts'

export class DiskStorage implements Storage {
  private readonly root: string

  constructor(dataDir: string) {
    this.root = join(dataDir, 'uploads')
  }

  get place(): string {
    return this.root
  }

  /** Moved, not copied: the file was made in a folder of the same disk. Its name shows once its bytes are safe. */
  async put({ key, path }: StoredFile): Promise<void> {
    const place = this.placeOf(key)
    const folder = dirname(place)
    await onDisk(async () => {
      const made = await mkdir(folder, { recursive: true, mode: 0o700 })
      await sync(path)
      await rename(path, place)
      await sync(folder)
      if (made !== undefined) for (const above of [dirname(folder), this.root]) await sync(above)
    })
  }

  async get(key: string, range?: Range): Promise<Found | null> {
    const file = await open(this.placeOf(key)).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return null
      throw error
    })
    if (!file) return null
    const bytes = range ? range.end - range.start + 1 : (await file.stat()).size
    return { stream: file.createReadStream(range && { start: range.start, end: range.end }), bytes }
  }

  async remove(key: string): Promise<void> {
    await rm(this.placeOf(key), { force: true })
  }

  async *keys(): AsyncGenerator<string> {
    // Two letters, two letters, files: what is arriving has a folder of another name.
    for await (const above of namesIn(this.root, FOLDER_NAME))
      for await (const below of namesIn(join(this.root, above), FOLDER_NAME))
        yield* namesIn(join(this.root, above, below))
  }

  private placeOf(key: string): string {
    const place = resolve(this.root, pathOf(key))
    if (!place.startsWith(this.root + sep)) throw new Error(`${place} is not in ${this.root}`)
    return place
  }
}

const FOLDER_NAME = /^[\w-]{2}$/

async function* namesIn(path: string, pattern = /./): AsyncGenerator<string> {
  const folder = await opendir(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  })
  if (!folder) return
  for await (const { name } of folder) if (pattern.test(name)) yield name
}

/** Waits until a file's bytes, or a folder's names, are on the disk. */
async function sync(path: string): Promise<void> {
  const handle = await open(path)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
