/**
 * PostgreSQL refuses to run as root. Started as root it therefore runs as the non-root owner of DATA_DIR, else as
 * `nobody`; no account is ever created, and only the folders that PostgreSQL writes are given to that account.
 */
import { lchown, lstat, readdir, readFile, realpath, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { OperatorError } from '../operator-error.ts'

export type Account = { readonly uid: number; readonly gid: number; readonly name: string }

/**
 * The account to run PostgreSQL as, or null for our own.
 * @throws OperatorError when our own account has no name: initdb looks it up and stops otherwise.
 */
export async function chooseAccount(dataDir: string): Promise<Account | null> {
  if (!process.getuid) throw new OperatorError('The embedded PostgreSQL needs Linux or macOS: set DATABASE_URL')
  const named = await accounts()
  const own = process.getuid()
  if (own !== 0) {
    // macOS keeps its accounts elsewhere, and there everyone has a name.
    if (process.platform !== 'linux' || named.length === 0 || named.some(one => one.uid === own)) return null
    throw new OperatorError(
      `The account with id ${own} has no name in /etc/passwd, which PostgreSQL needs: run as another or set DATABASE_URL`,
    )
  }
  const owner = await stat(dataDir)
  const nobody = named.find(one => one.name === 'nobody')
  const chosen = owner.uid === 0 ? nobody : (named.find(one => one.uid === owner.uid) ?? nobody)
  if (chosen) return owner.uid === chosen.uid ? { ...chosen, gid: owner.gid } : chosen
  throw new OperatorError(
    `PostgreSQL does not run as root, and there is no account "nobody": give ${dataDir} to an account with chown`,
  )
}

async function accounts(): Promise<Account[]> {
  const text = await readFile('/etc/passwd', 'utf8').catch(() => '')
  return text
    .split('\n')
    .map(line => line.split(':'))
    .filter(fields => fields.length > 3)
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
}

/** The outermost folder on the way to (and with) this path that the account may not enter, or null. */
export async function firstClosedFolder(path: string, account: Account): Promise<string | null> {
  const folders: string[] = []
  for (let folder = await realpath(path); ; folder = dirname(folder)) {
    folders.unshift(folder)
    if (folder === dirname(folder)) break
  }
  for (const folder of folders) {
    const { mode, uid, gid } = await stat(folder)
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
    if ((mode & bit) === 0) return folder
  }
  return null
}

/**
 * Stops the start when PostgreSQL's account cannot reach the data folder.
 * @throws OperatorError naming the first folder to open, and how.
 */
export async function requireReach(dataDir: string, account: Account): Promise<void> {
  const closed = await firstClosedFolder(dataDir, account)
  if (closed === null) return
  throw new OperatorError(
    `PostgreSQL does not run as root but as "${account.name}", who cannot enter ${closed}: ` +
      `chmod o+x ${closed}, or set DATA_DIR to a folder elsewhere, such as /srv/guildhall`,
  )
}

/** Gives one folder to the account when it is another's; with everything in it for `all` (a copy made by root). */
export async function give(path: string, account: Account | null, all = false): Promise<void> {
  if (account === null || (await lstat(path)).uid === account.uid) return
  if (all) await giveContents(path, account)
  // Last, so that an interrupted hand-over is seen and done again.
  await lchown(path, account.uid, account.gid)
}

async function giveContents(folder: string, account: Account): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await giveContents(path, account)
    await lchown(path, account.uid, account.gid)
  }
}
