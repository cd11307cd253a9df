/** Our own export (server/export): a folder, an archive, or its lines alone. */
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { OperatorError } from '../../core/operator-error.ts'
import { FILES, FORMAT, LINES, type Line, parseLine } from '../../export/format.ts'
import type { Adapter } from '../adapter.ts'
import { type Document, documentsIn } from '../documents.ts'
import type { KeptRecord, MemberRecord, OwnRecord, PostRecord, SurveyRecord } from '../records.ts'
import { withNewNames, withOurAddresses } from './links.ts'
import * as records from './records.ts'

/** Our own text is the only one there is. */
const RANK = 1

type Read = { readonly line: Line; readonly number: number } | { readonly broken: string; readonly number: number }

export class JsonlAdapter implements Adapter {
  private origin = ''
  /** Names by ids. */
  private readonly names = new Map<string, string>()

  constructor(
    private readonly path: string,
    private readonly withoutStaff: boolean,
  ) {}

  source(): string {
    return new URL(this.origin).host
  }

  converter: Adapter['converter'] = found => {
    const renamed = new Map<string, string>()
    for (const [id, name] of this.names) {
      const here = found.member(id)
      if (here !== undefined && here !== name) renamed.set(name.toLowerCase(), here)
    }
    return text => ({
      markdown: withNewNames(withOurAddresses(text, this.origin, found), renamed),
      mended: new Map(),
      lost: new Map(),
    })
  }

  async *survey(): AsyncGenerator<SurveyRecord> {
    let ended = false
    for await (const read of this.lines()) {
      if ('broken' in read) {
        yield { kind: 'left-out', why: 'broken lines', name: `${LINES} line ${read.number}: ${read.broken}` }
        continue
      }
      const { line } = read
      if (line.type === 'community') this.begin(line)
      else if (line.type === 'end') ended = true
      else yield* this.surveyLine(line)
    }
    if (this.origin === '') throw new OperatorError(`${this.path} holds no ${LINES} of a Guildhall`)
    if (!ended) yield { kind: 'left-out', why: 'the end of the file, which is missing', name: LINES }
  }

  async *posts(): AsyncGenerator<PostRecord> {
    for await (const read of this.lines()) {
      if ('line' in read && read.line.type === 'post') yield records.postOf(read.line, RANK)
    }
  }

  async *own(): AsyncGenerator<OwnRecord> {
    for await (const read of this.lines()) {
      const record = 'line' in read ? records.ownOf(read.line) : null
      if (record) yield record
    }
  }

  async *kept(): AsyncGenerator<KeptRecord> {
    for await (const read of this.lines()) {
      if ('line' in read && read.line.type === 'kept') yield read.line
    }
  }

  async *files(): AsyncGenerator<{ key: string; open: () => Promise<Readable> }> {
    for await (const { name, open } of documentsIn(this.path)) {
      if (name.startsWith(FILES)) yield { key: name.slice(FILES.length), open }
    }
  }

  private *surveyLine(line: Line): Generator<SurveyRecord> {
    const record = records.surveyOf(line, RANK)
    if (!record) return
    if (record.kind !== 'member') {
      yield record
      return
    }
    this.names.set(record.id, record.name)
    yield this.withoutStaff ? plain(record) : record
  }

  private begin({ format, origin }: Line<'community'>): void {
    if (format > FORMAT) throw new OperatorError(`${this.path} was made by a newer Guildhall: upgrade this one first`)
    if (!URL.canParse(origin)) throw new OperatorError(`${this.path} does not say where it comes from`)
    this.origin = origin
  }

  private async *lines(): AsyncGenerator<Read> {
    for await (const document of documentsIn(this.path)) {
      if (document.name === LINES || document.name === this.path) yield* linesOf(document)
    }
  }
}

async function* linesOf(document: Document): AsyncGenerator<Read> {
  let number = 0
  for await (const text of createInterface({ input: await document.open(), crlfDelay: Number.POSITIVE_INFINITY })) {
    number++
    if (text.trim() === '') continue
    try {
      yield { line: parseLine(text), number }
    } catch (error) {
      yield { broken: error instanceof Error ? error.message : String(error), number }
    }
  }
}

const STAFF: ReadonlySet<string> = new Set(['administrators', 'moderators'])

const plain = ({ groups = [], ...member }: MemberRecord): MemberRecord => ({
  ...member,
  groups: groups.filter(slug => !STAFF.has(slug)),
})
