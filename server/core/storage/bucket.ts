/** A bucket of a service that speaks S3 (path-style addresses). Every call has a time limit and a few tries. */
import { setTimeout as pause } from 'node:timers/promises'
import { AwsClient } from 'aws4fetch'
import type { S3Access } from '../env.ts'
import { StorageUnavailable } from './storage.ts'

const ANSWER_MS = 10_000
const SEND_MS = 60_000
/** Before the second try, and before the third. */
const PAUSES_MS = [200, 1000] as const

export type Call = {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE'
  /** What stands behind the key's address. */
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Blob | Buffer<ArrayBuffer> | string
}

export class Bucket {
  private readonly client: AwsClient
  /** Its address. */
  readonly place: string

  constructor({ endpoint, bucket, accessKeyId, secretAccessKey, region }: S3Access) {
    this.client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3' })
    this.place = `${endpoint.href.replace(/\/$/, '')}/${bucket}`
  }

  /** One call with its tries; null for a key that does not exist. @throws StorageUnavailable */
  async call(key: string, call: Call): Promise<Response | null> {
    let last: unknown
    for (const wait of [0, ...PAUSES_MS]) {
      if (wait > 0) await pause(wait)
      const answer = await this.once(key, call).catch((error: unknown) => {
        last = error
        return null
      })
      if (answer?.ok) return answer
      // Of what is sent it would be the bucket that does not exist.
      if (answer?.status === 404 && call.body === undefined) {
        await answer.body?.cancel()
        return null
      }
      if (answer)
        last = new Error(`${call.method} ${this.place}: ${answer.status} ${(await answer.text()).slice(0, 500)}`)
      // What is refused now is refused a second later; too much at once and faults of theirs may pass.
      if (answer && answer.status < 500 && answer.status !== 429) break
    }
    throw new StorageUnavailable(last)
  }

  /**
   * The keys that begin so, in the order of their letters. The account needs the right to list.
   * @throws StorageUnavailable
   */
  async *keys(prefix: string): AsyncGenerator<string> {
    for (let after: string | undefined = ''; after !== undefined; ) {
      const query: Record<string, string> = {
        'list-type': '2',
        prefix,
        ...(after && { 'start-after': after }),
      }
      const xml = (await (await this.call('', { method: 'GET', query }))?.text()) ?? ''
      // Ours hold no letter that XML would write in another way.
      const found = [...xml.matchAll(/<Key>([^<]*)<\/Key>/g)].map(match => match[1] ?? '')
      yield* found
      after = /<IsTruncated>true</.test(xml) ? found.at(-1) : undefined
    }
  }

  /** The limit is on the answer's beginning: how long a reader then takes to read it is theirs. */
  private async once(key: string, { method, query, headers, body }: Call): Promise<Response> {
    const limit = new AbortController()
    const timer = setTimeout(() => limit.abort(new Error('no answer in time')), body ? SEND_MS : ANSWER_MS)
    try {
      const url = `${this.place}/${key}${query ? `?${new URLSearchParams(query)}` : ''}`
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
