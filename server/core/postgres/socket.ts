/** The folder of PostgreSQL's socket. Whoever may enter it is the database's superuser, so nobody else may. */
import { createHash } from 'node:crypto'
import { chmod, lstat, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { codeOf, OperatorError } from '../operator-error.ts'
import { type Account, give } from './account.ts'

/** sun_path holds 104 bytes on macOS and 108 on Linux, with the closing zero; `/.s.PGSQL.5432` takes 14 of them. */
const LONGEST_FOLDER = 104 - 1 - 14

/** Where the socket of this data folder is: inside it, or, when that path is too long, in the temporary folder. */
export function socketFolder(dataDir: string): string {
  const inside = join(dataDir, 'run')
  if (Buffer.byteLength(inside) <= LONGEST_FOLDER) return inside
  return join(tmpdir(), `guildhall-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`)
}

/**
 * Makes the folder with mode 0700 for PostgreSQL's account.
 * @throws OperatorError when something else is there: in a shared temporary folder somebody may have come first.
 */
export async function makeSocketFolder(folder: string, account: Account | null): Promise<void> {
  await mkdir(folder, { mode: 0o700 }).catch(error => {
    if (codeOf(error) !== 'EEXIST') throw error
  })
  const found = await lstat(folder)
  const ours = new Set([process.getuid?.(), account?.uid])
  if (!found.isDirectory() || !ours.has(found.uid)) {
    throw new OperatorError(`${folder} belongs to another account: remove it, it is where the database's socket goes`)
  }
  await chmod(folder, 0o700)
  await give(folder, account)
}
