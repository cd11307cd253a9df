/** Files to send, and the forms that they travel in. Pictures are drawn here: none is brought along. */
import { randomBytes } from 'node:crypto'
import type { OutgoingHttpHeaders } from 'node:http'
import sharp from 'sharp'
import type { Answer, Client } from './http.ts'

export type Sent = {
  readonly bytes: Buffer
  readonly name?: string
  /** As the sender says; nobody believes it. */
  readonly type?: string
  /** Of the form's field. */
  readonly field?: string
}

/** A form as browsers write it, but with names as raw as a test wants them. */
export function formWith(files: readonly Sent[], fields: Readonly<Record<string, string>> = {}) {
  const boundary = `----test${randomBytes(8).toString('hex')}`
  const parts = [
    ...Object.entries(fields).map(([name, value]) =>
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
    ),
    ...files.flatMap(({ bytes, name = 'file', type = 'application/octet-stream', field = 'file' }) => [
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`,
      ),
      bytes,
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${boundary}--\r\n`),
  ]
  return { body: Buffer.concat(parts), headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } }
}

/** Sends a file to the API. */
export function upload(client: Client, sent: Sent, more: OutgoingHttpHeaders = {}): Promise<Answer> {
  const { body, headers } = formWith([sent])
  return client.send('POST', '/api/v1/uploads', {
    headers: { ...headers, 'sec-fetch-site': 'same-origin', ...more },
    body,
  })
}

export type UploadJson = {
  readonly id: string
  readonly key: string
  readonly name: string
  readonly type: string
  readonly kind: 'image' | 'file'
  readonly width: number | null
  readonly height: number | null
  readonly bytes: number
  readonly url: string
  readonly markdown: string
}

/** Something with shapes in it: one flat colour would tell nothing of turning and cutting. */
export const drawing = (width: number, height: number) =>
  sharp({
    create: { width, height, channels: 3, background: '#3a6ea5', noise: { type: 'gaussian', mean: 128, sigma: 40 } },
  })
