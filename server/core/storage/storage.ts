/**
 * Where the bytes of uploads are: on this machine's disk, or at a service that speaks S3. Rows say what there is and who
 * may have it; a store only keeps files by keys that we made.
 */
import type { Readable } from 'node:stream'
import { AppError } from '../errors.ts'
import { codeOf } from '../operator-error.ts'

/** First and last byte, both included. */
export type Range = { readonly start: number; readonly end: number }

export type StoredFile = { readonly key: string; readonly path: string; readonly type: string }

/** `bytes`: how many come; null when the store does not say. */
export type Found = { readonly stream: Readable; readonly bytes: number | null }

export type Storage = {
  /** Where it is, for people. */
  readonly place: string
  /** Takes a finished local file in: when this resolves it outlives a crash. The local file may be gone then. */
  put(file: StoredFile): Promise<void>
  /** The bytes, or those of a range that lies within them; null when there are none under this key. */
  get(key: string, range?: Range): Promise<Found | null>
  /** Removes the bytes; nothing happens where there are none. */
  remove(key: string): Promise<void>
  /** The names of all stored files, in no order that means anything; what else lies there may be among them. */
  keys(): AsyncIterable<string>
}

/** What a store may be asked for: names that we made, which lead nowhere else whatever they are put into. */
const KEY = /^[\w-]{22}(\.[\w-]+)*$/

/** Whether a name may be that of a stored file. */
export const isKey = (name: string): boolean => KEY.test(name)

/** The path of a key: spread over folders, as one with a million files is slow to list and to copy. @throws for others' keys */
export function pathOf(key: string): string {
  if (!isKey(key)) throw new Error(`${JSON.stringify(key)} is not a key of a stored file`)
  return `${key.slice(0, 2)}/${key.slice(2, 4)}/${key}`
}

/** The store does not answer: not the sender's fault, and worth another try. */
export class StorageUnavailable extends AppError {
  constructor(cause: unknown) {
    super(503, 'storage.unavailable', 'error.storageUnavailable')
    this.cause = cause
  }
}

/** No room is left where files are kept. */
export class StorageFull extends AppError {
  constructor(cause: unknown) {
    super(507, 'storage.full', 'error.storageFull')
    this.cause = cause
  }
}

/** What the file system says when no room is left. */
export const FULL: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT'])

/** Runs work on files; a full disk gets a name. */
export async function onDisk<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw FULL.has(codeOf(error)) ? new StorageFull(error) : error
  }
}
