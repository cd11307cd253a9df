/**
 * Stands in for a Meilisearch server: it speaks as much of the protocol as we use, as its client and its documentation have
 * it. What it is told is a task that finishes later; what it finds is found by its documented rules, plainly. Tests make it
 * slow, failing or unreachable.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { Settings } from 'meilisearch'
import type { Test } from 'tap'
import { freePort } from '../support/port.ts'
import { type Doc, type Failure, failure, filteredBy, searchIn } from './meili-matching.ts'

type Index = { primaryKey: string | null; settings: Settings; readonly documents: Map<unknown, Doc> }
type Task = {
  readonly uid: number
  readonly indexUid: string
  readonly type: string
  status: 'enqueued' | 'succeeded' | 'failed'
  error: Failure | null
}
type Asked = { readonly method: string; readonly path: string; readonly index: string; readonly body: unknown }

/** Of those there are, the ones that are played here or change nothing that tests could see. */
const SETTINGS = new Set([
  ...['searchableAttributes', 'filterableAttributes', 'sortableAttributes', 'rankingRules', 'typoTolerance'],
  ...['localizedAttributes', 'pagination'],
])
const KEY = 'a key for guildhall alone'
const TASK_MS = 30

export class MeiliDouble {
  /** Each answer waits so long. */
  delayMs = 0
  /** Each answer is this failure, which a proxy may give as well. */
  status: number | null = null
  /** Tasks fail. */
  isFull = false
  /** Filters are heard and not kept to, as of an index that is wrong. */
  isWrong = false
  readonly indexes = new Map<string, Index>()
  /** All requests, in order. */
  readonly asked: Asked[] = []
  readonly env: Readonly<Record<string, string>>
  private readonly tasks: Task[] = []
  private working: Promise<void> = Promise.resolve()
  private server: Server | null = null

  private constructor(private readonly port: number) {
    this.env = { MEILI_URL: `http://127.0.0.1:${port}`, MEILI_API_KEY: KEY }
  }

  static async start(t: Test): Promise<MeiliDouble> {
    const double = new MeiliDouble(await freePort())
    await double.back()
    t.teardown(() => double.away())
    return double
  }

  /** From now on nobody is there. */
  async away(): Promise<void> {
    const server = this.server
    this.server = null
    if (!server) return
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  }

  async back(): Promise<void> {
    this.server = createServer((request, response) => void this.take(request, response))
    this.server.listen(this.port, '127.0.0.1')
    await once(this.server, 'listening')
  }

  /** Which indexes were searched, in order. */
  get searched(): string[] {
    return this.asked.filter(({ path }) => path.endsWith('/search')).map(({ index }) => index)
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request
    const path = url.split('?', 1)[0] ?? ''
    const text = (await request.toArray()).join('')
    const body: unknown = text === '' ? null : JSON.parse(text)
    const [, , index = ''] = path.split('/')
    this.asked.push({ method, path, index, body })
    if (this.delayMs > 0) await pause(this.delayMs)
    const [status, answer] =
      this.status !== null
        ? [this.status, failure('internal', 'it fails', 'internal')]
        : request.headers.authorization === `Bearer ${KEY}`
          ? this.answer(`${method} ${path}`, index, body)
          : [403, failure('invalid_api_key', 'The provided API key is invalid.', 'auth')]
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  }

  private answer(asks: string, name: string, said: unknown): readonly [status: number, answer: unknown] {
    const body = Object(said)
    if (asks === 'GET /version') return [200, { commitSha: '0', commitDate: '2026-01-01', pkgVersion: '1.42.0' }]
    if (asks.startsWith('GET /tasks/')) return this.task(Number(asks.split('/')[2]))
    if (asks === 'POST /indexes') return this.enqueue('indexCreation', body.uid, () => this.create(body))
    const index = this.indexes.get(name)
    const does = asks.replace(`/indexes/${name}`, '').trim()
    switch (does) {
      case 'PATCH /settings':
        if (Object.keys(body).some(setting => !SETTINGS.has(setting)))
          return [400, failure('bad_request', `Unknown field in ${Object.keys(body)}`)]
        return this.enqueue('settingsUpdate', name, () => void Object.assign(this.made(name).settings, body))
      case 'POST /documents':
        return this.enqueue('documentAdditionOrUpdate', name, () => this.put(name, body))
      case 'POST /documents/delete-batch':
        return this.enqueue('documentDeletion', name, () => {
          if (!index) return missing(name)
          for (const id of body) index.documents.delete(id)
          return null
        })
      case 'DELETE':
        return this.enqueue('indexDeletion', name, () => (this.indexes.delete(name) ? null : missing(name)))
    }
    if (!index) return [404, missing(name)]
    const { primaryKey, settings, documents } = index
    switch (does) {
      case 'GET':
        return [200, { uid: name, primaryKey, createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z' }]
      case 'GET /stats':
        return [200, { numberOfDocuments: documents.size, isIndexing: false, fieldDistribution: {} }]
      case 'POST /documents/fetch':
        return this.fetch(index, body)
      case 'POST /search':
        return searchIn([...documents.values()], settings, this.isWrong ? { ...body, filter: [] } : body)
    }
    return [404, failure('not_found', `nobody knows ${asks}`)]
  }

  private task(uid: number): readonly [number, unknown] {
    const task = this.tasks[uid]
    return task ? [200, task] : [404, failure('task_not_found', `Task ${uid} not found.`)]
  }

  /** Taken at once, and done after those before it. */
  private enqueue(type: string, indexUid: string, work: () => Failure | null | void): readonly [number, unknown] {
    const task: Task = { uid: this.tasks.length, indexUid, type, status: 'enqueued', error: null }
    this.tasks.push(task)
    this.working = this.working.then(async () => {
      await pause(TASK_MS)
      task.error = this.isFull
        ? failure('no_space_left_on_device', 'No space left on device', 'system')
        : (work() ?? null)
      task.status = task.error ? 'failed' : 'succeeded'
    })
    const { uid: taskUid, status } = task
    return [202, { taskUid, indexUid, status, type, enqueuedAt: new Date().toISOString() }]
  }

  private create({ uid, primaryKey = null }: { uid: string; primaryKey?: string | null }): Failure | null {
    if (this.indexes.has(uid)) return failure('index_already_exists', `Index \`${uid}\` already exists.`)
    this.made(uid).primaryKey = primaryKey
    return null
  }

  /** Whatever is written to makes it. */
  private made(name: string): Index {
    const index = this.indexes.get(name) ?? { primaryKey: null, settings: {}, documents: new Map() }
    this.indexes.set(name, index)
    return index
  }

  private put(name: string, documents: readonly Doc[]): Failure | null {
    const index = this.made(name)
    const candidates = Object.keys(documents[0] ?? {}).filter(field => field.toLowerCase().endsWith('id'))
    if (index.primaryKey === null && candidates.length !== 1)
      return failure('index_primary_key_multiple_candidates_found', `The primary key inference failed (${candidates}).`)
    index.primaryKey ??= candidates[0] ?? ''
    for (const one of documents) index.documents.set(one[index.primaryKey], one)
    return null
  }

  private fetch(
    { documents, settings }: Index,
    { filter, fields, limit = 20 }: { filter: string | string[]; fields?: string[]; limit?: number },
  ): readonly [number, unknown] {
    const found = filteredBy([...documents.values()], settings, filter)
    if (!Array.isArray(found)) return [400, found]
    const results = found.slice(0, limit).map(one => (fields ? pick(one, fields) : one))
    return [200, { results, offset: 0, limit, total: found.length }]
  }
}

const pick = (one: Doc, fields: readonly string[]): Doc =>
  Object.fromEntries(Object.entries(one).filter(([name]) => fields.includes(name)))

const missing = (name: string): Failure => failure('index_not_found', `Index \`${name}\` not found.`)
