/** A file sent to a bucket in parts, as nobody knows its length before it ends. */
import { Writable } from 'node:stream'
import type { Bucket } from '../core/storage/bucket.ts'
import type { Destination } from './sink.ts'

/** S3 takes 10,000 parts of at least 5 MB: so a backup may have 160 GB, and this much of it is in memory. */
const PART_BYTES = 16 * 1024 * 1024

/** Begins to send. @throws StorageUnavailable */
export async function sendTo(bucket: Bucket, key: string): Promise<Destination> {
  const begun = await bucket.call(key, {
    method: 'POST',
    query: { uploads: '' },
    headers: { 'content-type': 'application/gzip' },
    body: '',
  })
  const uploadId = /<UploadId>([^<]+)</.exec((await begun?.text()) ?? '')?.[1]
  if (uploadId === undefined) throw new Error(`${bucket.place} gives no number to what is to be sent in parts`)
  const stream = new Parts(bucket, key, uploadId)
  let kept = false
  return {
    stream,
    keep: async () => {
      const parts = stream.tags.map((tag, at) => `<Part><PartNumber>${at + 1}</PartNumber><ETag>${tag}</ETag></Part>`)
      const body = `<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`
      const said = await (await bucket.call(key, { method: 'POST', query: { uploadId }, body }))?.text()
      // It begins to answer before it knows.
      if (said?.includes('<Error>')) throw new Error(`${bucket.place}: ${said.slice(0, 500)}`)
      kept = true
    },
    discard: async () => {
      if (kept) return
      // Some services cannot, and clear away by themselves what was never finished.
      const gone = await bucket.call(key, { method: 'DELETE', query: { uploadId } }).catch(() => null)
      await gone?.body?.cancel()
    },
  }
}

class Parts extends Writable {
  /** What the service answered to each part. */
  readonly tags: string[] = []
  private waiting: Buffer[] = []
  private bytes = 0

  constructor(
    private readonly bucket: Bucket,
    private readonly key: string,
    private readonly uploadId: string,
  ) {
    super()
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.waiting.push(chunk)
    this.bytes += chunk.length
    if (this.bytes < PART_BYTES) done()
    else this.send().then(() => done(), done)
  }

  override _final(done: (error?: Error | null) => void): void {
    this.send().then(() => done(), done)
  }

  private async send(): Promise<void> {
    const body = Buffer.concat(this.waiting)
    this.waiting = []
    this.bytes = 0
    const query = { partNumber: String(this.tags.length + 1), uploadId: this.uploadId }
    const answer = await this.bucket.call(this.key, { method: 'PUT', query, body })
    await answer?.body?.cancel()
    this.tags.push(answer?.headers.get('etag') ?? '')
  }
}
