/** Files in a bucket of a service that speaks S3 (path-style addresses). Every call has a time limit and a few tries. */
import { openAsBlob } from 'node:fs'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { setTimeout as pause } from 'node:timers/promises'
import { AwsClient } from 'aws4fetch'
import type { S3Access } from '../env.ts'
import { type Found, pathOf, type Range, type Storage, StorageUnavailable, type StoredFile } from './storage.ts'

const ANSWER_MS = 10_000
const SEND_MS = 60_000
/** Before the second try, and before the third. */
const PAUSES_MS = [200, 1000] as const

type Call = {
  readonly method: 'GET' | 'PUT' | 'DELETE'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Blob
}

export class S3Storage implements Storage {
  private readonly client: AwsClient
  private readonly bucket: string

  constructor({ endpoint, bucket, accessKeyId, secretAccessKey, region }: S3Access) {
    this.client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3' })
    this.bucket = `${endpoint.href.replace(/\/$/, '')}/${bucket}`
  }

  get place(): string {
    return this.bucket
  }

  async put({ key, path, type }: StoredFile): Promise<void> {
    // Read from the disk while it is sent, and again for another try.
    const body = await openAsBlob(path)
    await this.call(key, { method: 'PUT', headers: { 'content-type': type }, body })
  }

  async get(key: string, range?: Range): Promise<Found | null> {
    const headers = range && { range: `bytes=${range.start}-${range.end}` }
    const answer = await this.call(key, { method: 'GET', ...(headers && { headers }) })
    if (!answer?.body) return null
    if (range && answer.status !== 206) {
      await answer.body.cancel()
      throw new StorageUnavailable(new Error(`${this.bucket} gives no parts of files`))
    }
    // The body's type is the browser's; Node's own stream takes it as it is.
    const stream = Readable.fromWeb(answer.body as ReadableStream)
    const length = answer.headers.get('content-length')
    return { stream, bytes: length === null ? null : Number(length) }
  }

  async remove(key: string): Promise<void> {
    await (await this.call(key, { method: 'DELETE' }))?.body?.cancel()
  }

  /** One call with its tries; null for a key that does not exist. @throws StorageUnavailable */
  private async call(key: string, call: Call): Promise<Response | null> {
    let last: unknown
    for (const wait of [0, ...PAUSES_MS]) {
      if (wait > 0) await pause(wait)
      const answer = await this.once(key, call).catch((error: unknown) => {
        last = error
        return null
      })
      if (answer?.ok) return answer
      // Of a file that was sent it would be the bucket that does not exist.
      if (answer?.status === 404 && call.method !== 'PUT') {
        await answer.body?.cancel()
        return null
      }
      if (answer)
        last = new Error(`${call.method} ${this.bucket}: ${answer.status} ${(await answer.text()).slice(0, 500)}`)
      // What is refused now is refused a second later; too much at once and faults of theirs may pass.
      if (answer && answer.status < 500 && answer.status !== 429) break
    }
    throw new StorageUnavailable(last)
  }

  /** The limit is on the answer's beginning: how long a reader then takes to read it is theirs. */
  private async once(key: string, { method, headers, body }: Call): Promise<Response> {
    const limit = new AbortController()
    const timer = setTimeout(() => limit.abort(new Error('no answer in time')), body ? SEND_MS : ANSWER_MS)
    try {
      const url = `${this.bucket}/uploads/${pathOf(key)}`
      const request = await this.client.sign(url, {
        method,
        signal: limit.signal,
        ...(headers && { headers }),
        ...(body && { body }),
      })
      return await fetch(request)
    } finally {
      clearTimeout(timer)
    }
  }
}
