/**
 * Forms with a file in them (multipart/form-data). Only the routes that a feature declares under `files` understand such
 * a body; a handler takes it in when it has decided that it wants it, into a folder of its own that is gone afterwards.
 */
import { createHash, randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import multipart, { type Multipart } from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError, Invalid } from '../errors.ts'
import { codeOf } from '../operator-error.ts'
import { onDisk } from '../storage/storage.ts'

export type ReceivedFile = {
  readonly path: string
  /** Where it is: for what is made of it. Removed with it. */
  readonly folder: string
  readonly bytes: number
  /** As the sender calls it: anything at all. */
  readonly name: string
  /** SHA-256 of the bytes. */
  readonly hash: string
  /** The form's other fields; only those that were expected. */
  readonly fields: Readonly<Record<string, string>>
  /** Whether the sender has gone meanwhile: then nobody waits for what would be made. */
  readonly gone: () => boolean
}

type Expected = {
  /** Of the file alone. */
  readonly maxBytes: number
  /** Where folders for what arrives are made. */
  readonly under: string
  /** Names of the text fields that may come with it. */
  readonly fields?: readonly string[]
}

const FILE = 'file'
/** Names, boundaries and small fields around the file. */
const AROUND_BYTES = 64 * 1024
const LIMITS = { fieldNameSize: 50, fieldSize: 1000, fields: 5, files: 1, parts: 6, headerPairs: 20 }

/** Lets the routes of this scope, and no others, be sent such forms. */
export async function understandForms(scope: FastifyInstance): Promise<void> {
  await scope.register(multipart, { limits: LIMITS, throwFileSizeLimit: false })
}

/** What @fastify/swagger shows for the file's field. */
export const FILE_SCHEMA = { type: 'string', format: 'binary' } as const

/**
 * Takes the form in, gives its file to `work`, and removes it whatever comes of that.
 * @throws AppError 413, 415, Invalid, StorageFull; 400 for what is no such form, and when the connection is cut
 */
export async function withFile<T>(
  request: FastifyRequest,
  expected: Expected,
  work: (file: ReceivedFile) => Promise<T>,
): Promise<T> {
  if (!request.isMultipart()) throw new AppError(415, 'media-type', 'error.needsForm')
  if (Number(request.headers['content-length'] ?? 0) > expected.maxBytes + AROUND_BYTES) throw tooLarge(expected)
  const folder = join(expected.under, randomBytes(12).toString('hex'))
  try {
    await onDisk(() => mkdir(folder, { recursive: true, mode: 0o700 }))
    return await work(await receive(request, expected, folder))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function receive(request: FastifyRequest, expected: Expected, folder: string): Promise<ReceivedFile> {
  const fields: Record<string, string> = {}
  let file: Omit<ReceivedFile, 'fields'> | null = null
  try {
    for await (const part of request.parts({ limits: { ...LIMITS, fileSize: expected.maxBytes } })) {
      if (part.type === 'file') file = await keep(request, part, expected, folder)
      else fields[part.fieldname] = fieldText(part, expected)
    }
  } catch (error) {
    throw formTrouble(error)
  } finally {
    // What is left of a form that was refused is read and dropped, so that its sender gets to read the answer.
    request.raw.unpipe()
    request.raw.resume()
  }
  if (!file || (file.bytes === 0 && file.name === '')) throw new Invalid({ [FILE]: { key: 'error.chooseFile' } })
  return { ...file, fields }
}

type FilePart = Extract<Multipart, { type: 'file' }>

async function keep(request: FastifyRequest, part: FilePart, expected: Expected, folder: string) {
  if (part.fieldname !== FILE) throw new Invalid({ [part.fieldname]: { key: 'invalid.unknownField' } })
  const path = join(folder, 'sent')
  const hash = createHash('sha256')
  let bytes = 0
  const measured = async function* (source: Readable) {
    for await (const chunk of source) {
      bytes += chunk.length
      hash.update(chunk)
      yield chunk
    }
  }
  await onDisk(() => pipeline(part.file, measured, createWriteStream(path, { flags: 'wx', mode: 0o600 })))
  if (part.file.truncated) throw tooLarge(expected)
  const gone = () => request.raw.socket.destroyed
  return { path, folder, bytes, name: part.filename ?? '', hash: hash.digest('base64url'), gone }
}

function fieldText(part: Extract<Multipart, { type: 'field' }>, { fields = [] }: Expected): string {
  const { fieldname, value, valueTruncated } = part
  if (!fields.includes(fieldname)) throw new Invalid({ [fieldname]: { key: 'invalid.unknownField' } })
  if (typeof value !== 'string' || valueTruncated || value.includes('\0'))
    throw new Invalid({ [fieldname]: { key: 'invalid.text' } })
  return value
}

/** Whole megabytes, as people read them. */
const tooLarge = ({ maxBytes }: Expected) =>
  new AppError(413, 'file.tooLarge', 'error.fileTooLarge', { megabytes: Math.floor(maxBytes / (1024 * 1024)) })

/** A body that cannot be read as a form is its sender's doing; trouble of the disk is ours. */
function formTrouble(error: unknown): unknown {
  if (error instanceof AppError) return error
  const code = codeOf(error)
  if (code === 'FST_FILES_LIMIT') return new Invalid({ [FILE]: { key: 'error.oneFile' } })
  const ours = /^E[A-Z]+$/.test(code) && code !== 'ECONNRESET' && code !== 'EPIPE'
  return ours ? error : new AppError(400, 'bad-request', 'error.badRequest')
}
