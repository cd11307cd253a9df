/** Whether a backup is whole and as it was written: read from beginning to end, and nothing is changed. */
import { buffer } from 'node:stream/consumers'
import { OperatorError } from '../core/operator-error.ts'
import {
  HEAD,
  JOBS,
  keyIn,
  MANIFEST,
  type Manifest,
  parseHead,
  parseManifest,
  SEAL,
  SECRETS,
  type Sum,
  sealOf,
  TEXTS,
  tableIn,
} from './format.ts'
import type { Entry, Source } from './source.ts'
import { sumOf, Tally } from './tally.ts'

export type ReadOptions = {
  readonly signal?: AbortSignal
  /** Called now and then with how many bytes of content have gone by. */
  readonly progress?: (bytes: number) => void
}

/**
 * Reads all of it.
 * @throws OperatorError saying what is wrong: no backup, of a newer Guildhall, cut off, or not what was written
 */
export async function checkBackup(source: Source, { signal, progress }: ReadOptions): Promise<Manifest> {
  const seen = new Seen()
  for await (const entry of source.entries()) {
    signal?.throwIfAborted()
    await seen.take(entry)
    progress?.(seen.bytes)
  }
  return seen.compare()
}

/** What went by, in sums. */
class Seen {
  bytes = 0
  private readonly files = new Map<string, Sum>()
  private readonly tables = new Map<string, Tally>()
  private readonly texts = new Map<string, Buffer>()

  async take({ name, content }: Entry): Promise<void> {
    if (this.texts.size === 0 && name !== HEAD)
      throw new OperatorError(`This is no backup of Guildhall: it does not begin with ${HEAD}`)
    const [key, table] = [keyIn(name), tableIn(name)]
    if (key !== null) this.files.set(key, (await this.read(content, new Tally())).sum())
    else if (table !== null) await this.takePart(table, content)
    else if (TEXTS.has(name)) await this.takeText(name, content)
    else throw changed(name)
  }

  private async takePart(table: string, content: Entry['content']): Promise<void> {
    const tally = this.tables.get(table) ?? new Tally()
    tally.parts++
    this.tables.set(table, await this.read(content, tally))
  }

  private async takeText(name: string, content: Entry['content']): Promise<void> {
    const text = await buffer(content)
    this.bytes += text.length
    this.texts.set(name, text)
    // One of a newer format need not be read to its end.
    if (name === HEAD) parseHead(text.toString())
  }

  private async read(content: Entry['content'], tally: Tally): Promise<Tally> {
    for await (const chunk of content) {
      tally.add(chunk)
      this.bytes += chunk.length
    }
    return tally
  }

  /** @throws OperatorError naming the first thing that is not what the manifest says */
  compare(): Manifest {
    const manifest = parseManifest(this.text(MANIFEST).toString())
    if (this.text(SEAL).toString() !== sealOf(sumOf(this.text(MANIFEST)).sha256)) throw changed(MANIFEST)
    const { format, guildhall, createdAt, migrations } = manifest
    const head = JSON.stringify({ format, guildhall, createdAt, migrations })
    if (JSON.stringify(parseHead(this.text(HEAD).toString())) !== head) throw changed(HEAD)
    requireSame(JOBS, sumOf(this.text(JOBS)), manifest.jobs)
    if (manifest.secrets) requireSame(SECRETS, sumOf(this.text(SECRETS)), manifest.secrets)
    for (const file of manifest.files) requireSame(`the file ${file.key}`, this.files.get(file.key), file)
    for (const table of manifest.tables) {
      const tally = this.tables.get(table.name) ?? new Tally()
      const counts = tally.rows === table.rows && tally.parts === table.parts
      requireSame(`the table ${table.name}`, counts ? tally.sum() : undefined, table)
    }
    if (this.files.size > manifest.files.length || this.tables.size > manifest.tables.length) throw changed('the whole')
    return manifest
  }

  private text(name: string): Buffer {
    const text = this.texts.get(name)
    if (text) return text
    throw new OperatorError(`The backup is damaged: it has no ${name}, so it was cut off or never finished`)
  }
}

function requireSame(what: string, found: Sum | undefined, written: Sum): void {
  if (found?.sha256 !== written.sha256 || found.bytes !== written.bytes) throw changed(what)
}

const changed = (what: string): OperatorError =>
  new OperatorError(`The backup is damaged: ${what} is not what was written`)
