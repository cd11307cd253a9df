/** Files in a bucket, under `uploads/`. */
import { openAsBlob } from 'node:fs'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import type { S3Access } from '../env.ts'
import { Bucket } from './bucket.ts'
import { type Found, pathOf, type Range, type Storage, StorageUnavailable, type StoredFile } from './storage.ts'

const FOLDER = 'uploads/'

export class S3Storage implements Storage {
  private readonly bucket: Bucket

  constructor(access: S3Access) {
    this.bucket = new Bucket(access)
  }

  get place(): string {
    return this.bucket.place
  }

  async put({ key, path, type }: StoredFile): Promise<void> {
    const place = FOLDER + pathOf(key)
    // Read from the disk while it is sent, and again for another try.
    const body = await openAsBlob(path)
    await this.bucket.call(place, { method: 'PUT', headers: { 'content-type': type }, body })
  }

  async get(key: string, range?: Range): Promise<Found | null> {
    const headers = range && { range: `bytes=${range.start}-${range.end}` }
    const answer = await this.bucket.call(FOLDER + pathOf(key), { method: 'GET', ...(headers && { headers }) })
    if (!answer?.body) return null
    if (range && answer.status !== 206) {
      await answer.body.cancel()
      throw new StorageUnavailable(new Error(`${this.place} gives no parts of files`))
    }
    // The body's type is the browser's; Node's own stream takes it as it is.
    const stream = Readable.fromWeb(answer.body as ReadableStream)
    const length = answer.headers.get('content-length')
    return { stream, bytes: length === null ? null : Number(length) }
  }

  async remove(key: string): Promise<void> {
    await (await this.bucket.call(FOLDER + pathOf(key), { method: 'DELETE' }))?.body?.cancel()
  }

  async *keys(): AsyncGenerator<string> {
    for await (const path of this.bucket.keys(FOLDER)) yield path.slice(path.lastIndexOf('/') + 1)
  }
}
