/** Writes a backup: all that a community is, as it was at one moment, while the community goes on. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { DatabaseTarget } from '../core/db.ts'
import { codeOf, OperatorError } from '../core/operator-error.ts'
import type { Found, Storage } from '../core/storage/storage.ts'
import { VERSION } from '../core/version.ts'
import {
  FORMAT,
  fileName,
  HEAD,
  type Head,
  JOBS,
  MANIFEST,
  type Manifest,
  partName,
  SEAL,
  SECRETS,
  type Sum,
  sealOf,
  type TableSum,
} from './format.ts'
import type { Sink } from './sink.ts'
import { inSnapshot, type Snapshot, type StoredFile, type Table } from './snapshot.ts'
import { sumOf, Tally } from './tally.ts'

/** Where a community's parts are. */
export type Community = { readonly target: DatabaseTarget; readonly storage: Storage; readonly dataDir: string }

export type BackupOptions = {
  /** Also the installation's own key: whoever has it can sign in its name. */
  readonly withSecrets?: boolean
  /** Stops it: then nothing of it stays. */
  readonly signal?: AbortSignal
  /** Called now and then with how far it is. */
  readonly progress?: (what: 'files' | 'rows', done: number) => void
  readonly now: Date
}

export type BackedUp = {
  readonly rows: number
  readonly files: number
  readonly bytes: number
  /** Keys of files whose bytes were gone. */
  readonly missing: readonly string[]
}

/** This much of a table is in memory. */
const PART_BYTES = 4 * 1024 * 1024

/** @throws OperatorError when something is in the way; the signal's reason when it was stopped */
export async function writeBackup(community: Community, sink: Sink, options: BackupOptions): Promise<BackedUp> {
  try {
    const done = await inSnapshot(community.target, snapshot => new Writer(community, sink, options).write(snapshot))
    await sink.keep()
    return done
  } finally {
    await sink.discard()
  }
}

class Writer {
  private rows = 0
  private files = 0

  constructor(
    private readonly community: Community,
    private readonly sink: Sink,
    private readonly options: BackupOptions,
  ) {}

  async write(snapshot: Snapshot): Promise<BackedUp> {
    const head: Head = {
      format: FORMAT,
      guildhall: VERSION,
      createdAt: this.options.now.toISOString(),
      migrations: snapshot.migrations,
    }
    await this.add(HEAD, jsonOf(head))
    const secrets = this.options.withSecrets ? await this.add(SECRETS, await this.secrets()) : null
    // Files first: they are deleted some minutes after their rows.
    const files = await this.writeFiles(snapshot)
    const tables: TableSum[] = []
    for (const table of snapshot.tables) tables.push(await this.writeTable(snapshot, table))
    const { partitions, sequences, plugins } = snapshot
    const jobs = await this.add(JOBS, Buffer.from(snapshot.jobs))
    const manifest: Manifest = { ...head, secrets, ...files, tables, partitions, sequences, plugins, jobs }
    const { sha256 } = await this.add(MANIFEST, jsonOf(manifest))
    await this.add(SEAL, Buffer.from(sealOf(sha256)))
    const bytes = [...files.files, ...tables].reduce((all, one) => all + one.bytes, 0)
    return { rows: this.rows, files: this.files, bytes, missing: files.missing }
  }

  private async secrets(): Promise<Buffer> {
    const path = join(this.community.dataDir, SECRETS)
    return readFile(path).catch((error: unknown) => {
      throw codeOf(error) === 'ENOENT' ? new OperatorError(`There is no ${path} to put into the backup`) : error
    })
  }

  private async add(name: string, content: Buffer): Promise<Sum> {
    this.options.signal?.throwIfAborted()
    await this.sink.add(name, content.length, Readable.from([content], { objectMode: false }))
    return sumOf(content)
  }

  private async writeFiles(snapshot: Snapshot): Promise<Pick<Manifest, 'files' | 'missing'>> {
    const files: Manifest['files'] = []
    const missing: string[] = []
    for await (const file of snapshot.files()) {
      this.options.signal?.throwIfAborted()
      const found = await this.community.storage.get(file.key)
      if (found) files.push({ ...file, ...(await this.writeFile(file, found)) })
      else missing.push(file.key)
      this.options.progress?.('files', ++this.files)
    }
    this.files = files.length
    return { files, missing }
  }

  private async writeFile({ key }: StoredFile, { stream, bytes }: Found): Promise<Sum> {
    // A store that does not say how much comes: no file is so large that it could not be held for a moment.
    if (bytes === null) return this.add(fileName(key), await buffer(stream))
    const tally = new Tally()
    await this.sink.add(fileName(key), bytes, Readable.from(passing(stream, tally), { objectMode: false }))
    return tally.sum()
  }

  private async writeTable(snapshot: Snapshot, { name, columns }: Table): Promise<TableSum> {
    const tally = new Tally()
    for await (const part of inParts(snapshot.rows({ name, columns }))) {
      this.options.signal?.throwIfAborted()
      const before = tally.rows
      tally.add(part)
      await this.sink.add(partName(name, ++tally.parts), part.length, Readable.from([part], { objectMode: false }))
      this.rows += tally.rows - before
      this.options.progress?.('rows', this.rows)
    }
    return { name, columns: [...columns], rows: tally.rows, parts: tally.parts, ...tally.sum() }
  }
}

const jsonOf = (value: object): Buffer => Buffer.from(`${JSON.stringify(value, null, 1)}\n`)

async function* passing(chunks: AsyncIterable<Buffer>, tally: Tally): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    tally.add(chunk)
    yield chunk
  }
}

async function* inParts(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = []
  let bytes = 0
  for await (const chunk of chunks) {
    waiting.push(chunk)
    bytes += chunk.length
    if (bytes < PART_BYTES) continue
    yield Buffer.concat(waiting)
    waiting = []
    bytes = 0
  }
  if (bytes > 0) yield Buffer.concat(waiting)
}
