/** Sends a stored file: exact type, no guessing, no running of anything in it; parts of it, or only that it is unchanged. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { NotFound } from '../core/errors.ts'
import type { Range, Storage } from '../core/storage/storage.ts'

type Sent = {
  readonly key: string
  readonly type: string
  /** Known from its row; null: whatever the store says. */
  readonly bytes: number | null
  readonly name: string
  /** Shown in the page; anything else is saved. */
  readonly inline: boolean
  /** Cache-Control. */
  readonly kept: string
}

export async function sendFile(
  storage: Storage,
  request: FastifyRequest,
  reply: FastifyReply,
  { key, type, bytes, name, inline, kept }: Sent,
): Promise<FastifyReply> {
  // The bytes of a key never change.
  const etag = `"${key}"`
  reply
    .header('etag', etag)
    .header('cache-control', kept)
    .header('content-security-policy', "sandbox; default-src 'none'")
  if (request.headers['if-none-match']?.includes(etag)) return reply.status(304).send()
  reply
    .header('content-type', type)
    .header('content-disposition', `${inline ? 'inline' : 'attachment'}; ${fileNames(name)}`)
  const range = bytes === null ? null : rangeOf(request, etag, bytes)
  if (bytes !== null) reply.header('accept-ranges', 'bytes')
  if (range === 'beyond')
    return reply.status(416).header('content-range', `bytes */${bytes}`).type('text/plain').send('')
  if (request.method === 'HEAD' && bytes !== null) return reply.header('content-length', bytes).send()
  const found = await storage.get(key, range ?? undefined)
  if (!found) throw new NotFound()
  if (range) reply.status(206).header('content-range', `bytes ${range.start}-${range.end}/${bytes}`)
  if (found.bytes !== null) reply.header('content-length', found.bytes)
  if (request.method !== 'HEAD') return reply.send(found.stream)
  found.stream.destroy()
  return reply.send()
}

/** One range as RFC 9110 has it; null for the whole, which is always allowed as an answer. */
function rangeOf({ headers, method }: FastifyRequest, etag: string, bytes: number): Range | 'beyond' | null {
  const asked = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(headers.range ?? '')
  if (!asked || method === 'HEAD' || (headers['if-range'] !== undefined && headers['if-range'] !== etag)) return null
  const [first = '', last = ''] = asked.slice(1)
  if (first === '') {
    if (last === '') return null
    return Number(last) === 0 ? 'beyond' : { start: Math.max(0, bytes - Number(last)), end: bytes - 1 }
  }
  if (last !== '' && Number(last) < Number(first)) return null
  const range = { start: Number(first), end: Math.min(bytes - 1, last === '' ? bytes - 1 : Number(last)) }
  return range.start >= bytes ? 'beyond' : range
}

/** RFC 6266: the name as it is, and before it one for programs that read ASCII only. */
function fileNames(name: string): string {
  const plain = name.replace(/[^\w.-]/g, '_')
  const whole = encodeURIComponent(name).replace(/['()*]/g, sign => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
  return `filename="${plain}"; filename*=UTF-8''${whole}`
}
