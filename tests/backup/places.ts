/** Backups for the tests: made of an application, and brought back beside it. */
import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { parseManifest, sealOf } from '../../server/backup/format.ts'
import { type RestoreOptions, restoreBackup } from '../../server/backup/restore.ts'
import { type Sink, sinkAt } from '../../server/backup/sink.ts'
import { sourceAt } from '../../server/backup/source.ts'
import { type BackedUp, type BackupOptions, type Community, writeBackup } from '../../server/backup/write.ts'
import { openStorage } from '../../server/core/storage/open.ts'
import type { TestApp } from '../support/app.ts'
import { emptyDatabase, type LocalTarget } from '../support/cluster.ts'
import { temporaryFolder } from '../support/folder.ts'
import { quietLog } from '../support/log.ts'

export const communityOf = ({ server, target }: TestApp): Community => {
  const { storage, env } = server.ctx().host
  return { target, storage, dataDir: env.dataDir }
}

/** Writes a backup of an application. @returns where it is */
export async function backUp(
  t: Test,
  app: TestApp,
  name: string,
  options: Partial<BackupOptions> & { around?: (sink: Sink) => Sink } = {},
): Promise<{ path: string; done: BackedUp }> {
  const { around = sink => sink, ...rest } = options
  const path = join(await temporaryFolder(t), name)
  const done = await writeBackup(communityOf(app), around(await sinkAt(path)), { now: new Date(), ...rest })
  return { path, done }
}

/** An empty database and an empty folder. */
export async function emptyPlace(t: Test): Promise<Community & { readonly target: LocalTarget }> {
  const { target, drop } = await emptyDatabase()
  t.teardown(drop)
  const dataDir = join(await temporaryFolder(t), 'data')
  return { target, dataDir, storage: await openStorage({ s3: null, dataDir }) }
}

export const restore = async (place: Community, path: string, options: Partial<RestoreOptions> = {}) =>
  restoreBackup(place, await sourceAt(path), { log: quietLog().log, ...options })

type Manifest = ReturnType<typeof parseManifest>

/** Changes a backup (a folder) and makes its sums right again, as only somebody who means it does. */
export async function forge(path: string, change: (manifest: Manifest) => Promise<Manifest> | Manifest): Promise<void> {
  const text = await readFile(join(path, 'manifest.json'), 'utf8')
  const forged = JSON.stringify(await change(parseManifest(text)))
  await writeFile(join(path, 'manifest.json'), forged)
  await writeFile(join(path, 'manifest.sha256'), sealOf(hashOf(forged)))
  const { format, guildhall, createdAt, migrations } = JSON.parse(forged)
  await writeFile(join(path, 'backup.json'), JSON.stringify({ format, guildhall, createdAt, migrations }))
}

/** Changes the rows of a small table in a backup (a folder). */
export async function forgeRows(path: string, table: string, change: (rows: string[]) => string[]): Promise<void> {
  const file = join(path, `tables/${table}/000001.copy`)
  const rows = change((await readFile(file, 'utf8')).split('\n').slice(0, -1))
  const text = rows.map(row => `${row}\n`).join('')
  await writeFile(file, text)
  await forge(path, manifest => ({
    ...manifest,
    tables: manifest.tables.map(one =>
      one.name === table ? { ...one, rows: rows.length, bytes: Buffer.byteLength(text), sha256: hashOf(text) } : one,
    ),
  }))
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')
