/** Brings a backup back into an empty community: all of it, or nothing. */
import { createWriteStream } from 'node:fs'
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import type { Log } from '../core/context.ts'
import { migrateJobs, pasteJobs } from '../core/jobs.ts'
import { applyMigrations, knownMigrations, lockMigrations } from '../core/migrate.ts'
import { OperatorError } from '../core/operator-error.ts'
import { checkBackup, type ReadOptions } from './check.ts'
import { CopyIn } from './copy-in.ts'
import { JOBS, keyIn, type Manifest, SECRETS, type TableSum, tableIn } from './format.ts'
import { rebuild } from './rebuild.ts'
import { inTransaction, type Tx } from './session.ts'
import type { Entry, Source } from './source.ts'
import type { Community } from './write.ts'

export type RestoreOptions = {
  readonly log: Log
  readonly signal?: AbortSignal
  readonly progress?: (what: 'checking' | 'restoring', bytes: number) => void
  /** Takes away who is signed in and the tokens of programs. */
  readonly signOutEverywhere?: boolean
}

/**
 * Reads the backup twice: first whether all of it is as it was written, then into the community.
 * @throws OperatorError when the community is not empty or not at rest, or the backup is damaged or newer than this release:
 * then the database is as it was before. (Files that were put until then stay, and the next attempt puts them again: it
 * is not for us to know whether somebody else has them too.)
 */
export async function restoreBackup(community: Community, source: Source, options: RestoreOptions): Promise<Manifest> {
  const { target, dataDir } = community
  await inTransaction(target, 'read only', requireEmpty)
  const manifest = await checkBackup(source, reading(options, 'checking'))
  requireKnown(manifest)
  await migrateJobs(target, options.log)
  await mkdir(dataDir, { recursive: true })
  const folder = await mkdtemp(join(dataDir, 'restore-'))
  try {
    const restoring = new Restoring(community, manifest, folder)
    await inTransaction(target, '', async tx => {
      await lockMigrations(tx)
      await requireEmpty(tx)
      await restoring.read(tx, source, reading(options, 'restoring'))
      if (options.signOutEverywhere) await tx`with gone as (delete from sessions) delete from api_tokens`
    })
    await restoring.afterwards()
    await inTransaction(target, '', tx => tx`analyze`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  return manifest
}

const reading = ({ signal, progress }: RestoreOptions, what: 'checking' | 'restoring'): ReadOptions => ({
  ...(signal && { signal }),
  progress: bytes => progress?.(what, bytes),
})

/** @throws OperatorError when the backup's database has seen changes that this release does not know */
export function requireKnown({ migrations, guildhall }: Manifest): void {
  const known = new Set(knownMigrations())
  if (migrations.every(one => known.has(one))) return
  throw new OperatorError(
    `The backup was made by a newer Guildhall (${guildhall}): restore it with that release, or a newer one`,
  )
}

const SERVERS = ['guildhall', 'guildhall first', 'guildhall background', 'guildhall log']

async function requireEmpty(tx: Tx): Promise<void> {
  const [there] = await tx<{ running: boolean; made: boolean }[]>`
    select to_regclass('public.threads') is not null and to_regclass('public.members') is not null as made,
      exists (select from pg_stat_activity where datname = current_database() and application_name = any(${SERVERS})) as running`
  // What it holds in memory would no longer be so.
  if (there?.running) throw new OperatorError('A Guildhall runs on this database: stop it, and restore again')
  if (!there?.made) return
  const [held] = await tx<{ members: string; threads: string }[]>`
    select (select count(*) from members) as members, (select count(*) from threads) as threads`
  if (held?.members === '0' && held.threads === '0') return
  throw new OperatorError(
    `There is a community here already (${held?.members} members, ${held?.threads} threads): ` +
      'set DATA_DIR, or DATABASE_URL, to an empty place and restore there',
  )
}

/** The setting that names the indexes in Meilisearch (server/search/meilisearch/kept.ts). */
const MEILISEARCH = 'search.meilisearch'

class Restoring {
  private readonly types: ReadonlyMap<string, string>
  private readonly tables: ReadonlyMap<string, TableSum>
  private copying: { readonly name: string; readonly into: CopyIn } | null = null
  private jobs = '[]'
  private secrets: Buffer | null = null
  private bytes = 0

  constructor(
    private readonly community: Community,
    private readonly manifest: Manifest,
    private readonly folder: string,
  ) {
    this.types = new Map(manifest.files.map(({ key, type }) => [key, type]))
    this.tables = new Map(manifest.tables.map(table => [table.name, table]))
  }

  async read(tx: Tx, source: Source, { signal, progress }: ReadOptions): Promise<void> {
    const putBack = await rebuild(tx, this.manifest)
    for await (const entry of source.entries()) {
      signal?.throwIfAborted()
      await this.take(tx, entry)
      progress?.(this.bytes)
    }
    await this.endTable()
    await putBack()
    for (const { name, value } of this.manifest.sequences) await tx`select setval(${name}::regclass, ${value}::bigint)`
    await pasteJobs(tx, this.jobs)
    // An index elsewhere knows what was written after the backup: another is made.
    await tx`delete from settings where key = ${MEILISEARCH}`
    const seen = new Set(this.manifest.migrations)
    await applyMigrations(tx, new Set(knownMigrations().filter(one => !seen.has(one))))
  }

  /** What is no row: the files were put before, and the key is nothing that a transaction could take back. */
  async afterwards(): Promise<void> {
    if (!this.secrets) return
    const path = join(this.folder, SECRETS)
    await writeFile(path, this.secrets, { mode: 0o600 })
    await chmod(path, 0o600)
    await rename(path, join(this.community.dataDir, SECRETS))
  }

  private async take(tx: Tx, { name, content }: Entry): Promise<void> {
    const [key, table] = [keyIn(name), tableIn(name)]
    if (key !== null) await this.putFile(key, content)
    else if (table !== null) await this.takePart(tx, table, content)
    else if (name === JOBS) this.jobs = (await buffer(content)).toString()
    else if (name === SECRETS) this.secrets = await buffer(content)
    // The head, the manifest and its seal: they were read before.
    else await buffer(content)
  }

  private async putFile(key: string, content: Entry['content']): Promise<void> {
    const path = join(this.folder, 'file')
    const file = createWriteStream(path, { mode: 0o600 })
    await pipeline(content, file)
    this.bytes += file.bytesWritten
    await this.community.storage.put({ key, path, type: this.types.get(key) ?? 'application/octet-stream' })
  }

  private async takePart(tx: Tx, name: string, content: Entry['content']): Promise<void> {
    if (this.copying?.name !== name) {
      await this.endTable()
      const table = this.tables.get(name)
      if (!table) throw new Error(`the manifest does not know the table ${name}`)
      this.copying = { name, into: await CopyIn.into(tx, table) }
    }
    for await (const chunk of content) {
      await this.copying.into.write(chunk)
      this.bytes += chunk.length
    }
  }

  private async endTable(): Promise<void> {
    await this.copying?.into.end()
    this.copying = null
  }
}
