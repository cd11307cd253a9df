/** Where plugins are: those that we bring, those that were put into the data folder, and packages that a setting names. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

export type Origin = 'bundled' | 'folder' | 'package'

export type Candidate = {
  /** What its folder or package is called. */
  readonly name: string
  readonly origin: Origin
  readonly folder: string
  /** Its `plugin.ts` or the like; null where there is none. */
  readonly entry: string | null
  /** Stands for all of its files as they are. */
  readonly hash: string
}

const ENTRIES = ['plugin.ts', 'plugin.tsx', 'plugin.mjs', 'plugin.js']
/** Beside `server` in the sources; in a build, beside the folder of the built files. */
const BUNDLED = ['../../plugins', '../plugins']
/** What says nothing about what a plugin does. */
export const LEFT_OUT: ReadonlySet<string> = new Set(['node_modules', 'tests', '.git'])

const bundledFolder = (): string | undefined => BUNDLED.map(one => join(import.meta.dirname, one)).find(existsSync)

/** The folders in which plugins lie, as far as they are there. */
export const pluginFolders = (dataDir: string): string[] =>
  [bundledFolder() ?? [], join(dataDir, 'plugins')].flat().filter(existsSync)

/** All of them. Of two with one name the first counts: ours, then the folder's. */
export async function findPlugins(dataDir: string, packages: readonly string[]): Promise<Candidate[]> {
  const found = [
    ...(await bundledPlugins()),
    ...(await inFolder(join(dataDir, 'plugins'), 'folder')),
    ...(await Promise.all(packages.map(name => inPackage(dataDir, name)))),
  ]
  return found.filter(({ name }, place) => found.findIndex(one => one.name === name) === place)
}

/** Those that we bring. */
export async function bundledPlugins(): Promise<Candidate[]> {
  const ours = bundledFolder()
  return ours ? inFolder(ours, 'bundled') : []
}

async function inFolder(root: string, origin: Origin): Promise<Candidate[]> {
  const entries = await readdir(root, { withFileTypes: true }).catch(() => [])
  const names = entries.filter(one => (one.isDirectory() || one.isSymbolicLink()) && /^[\w-]+$/.test(one.name))
  // By name: of two that want the same it must not be now one, now the other.
  const sorted = names.map(({ name }) => name).sort()
  return Promise.all(sorted.map(name => candidate(name, origin, join(root, name))))
}

/** A package is looked for where the server's are, and where the operator installs some of their own. */
async function inPackage(dataDir: string, name: string): Promise<Candidate> {
  for (const from of [import.meta.url, join(dataDir, 'package.json')]) {
    try {
      const folder = dirname(createRequire(from).resolve(`${name}/package.json`))
      return await candidate(name, 'package', folder)
    } catch {
      // It is not there: perhaps in the next place.
    }
  }
  return { name, origin: 'package', folder: '', entry: null, hash: '' }
}

async function candidate(name: string, origin: Origin, folder: string): Promise<Candidate> {
  const entry = ENTRIES.map(one => join(folder, one)).find(existsSync) ?? null
  return { name, origin, folder, entry, hash: await hashOf(folder) }
}

async function hashOf(folder: string): Promise<string> {
  const hash = createHash('sha256')
  const files = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = files
    .filter(one => one.isFile())
    .map(one => join(one.parentPath, one.name))
    .filter(
      path =>
        !path
          .slice(folder.length)
          .split('/')
          .some(part => LEFT_OUT.has(part)),
    )
  for (const path of paths.sort())
    hash
      .update(`${path.slice(folder.length)}\0`)
      .update(await readFile(path))
      .update('\0')
  return hash.digest('hex').slice(0, 16)
}
