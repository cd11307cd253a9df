/** What is written whole or not at all: it grows beside its place and shows under its name when it is finished. */
import { mkdtemp, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { codeOf, fileTrouble, OperatorError } from './operator-error.ts'

export type Draft = {
  /** A folder of its own, for its owner alone and on the same disk, for what is needed meanwhile. */
  readonly folder: string
  /** Where to write the file or folder. */
  readonly path: string
  /** Puts it in its place. */
  keep(): Promise<void>
  /** Removes all that was written; nothing happens to what was kept. */
  discard(): Promise<void>
}

const PREFIX = '.guildhall-draft-'
const ABANDONED_MS = 24 * 60 * 60 * 1000

/** Removes, from a folder, what somebody began more than a day ago and was killed over. */
export async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(PREFIX)) continue
    const path = join(folder, name)
    if ((await stat(path)).mtimeMs < Date.now() - ABANDONED_MS) await rm(path, { recursive: true, force: true })
  }
}

/**
 * Begins a file, or a folder, that is to be at `path`.
 * @throws OperatorError when something is there (an empty folder is not in the way of a folder) or it cannot be written
 */
export async function openDraft(path: string, kind: 'file' | 'folder'): Promise<Draft> {
  await requireFree(path, kind)
  const folder = await mkdtemp(join(dirname(path), PREFIX)).catch((error: unknown) => {
    throw fileTrouble(error, dirname(path))
  })
  const draft = join(folder, basename(path))
  return {
    folder,
    path: draft,
    keep: async () => {
      if (kind === 'file') await sync(draft)
      else await rm(path, { recursive: true, force: true })
      await rename(draft, path)
    },
    discard: () => rm(folder, { recursive: true, force: true }),
  }
}

async function requireFree(path: string, kind: 'file' | 'folder'): Promise<void> {
  const there = await stat(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null
    throw fileTrouble(error, path)
  })
  if (!there) return
  const empty = kind === 'folder' && there.isDirectory() && (await readdir(path)).length === 0
  if (!empty) throw new OperatorError(`${path} is there already: choose another name`)
}

async function sync(path: string): Promise<void> {
  const file = await open(path)
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
