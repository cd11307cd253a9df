/** What the workshop is asked, and what it answers: plain data, as it travels between two processes. */
import type { KindName } from '../kinds.ts'

export type Task = {
  /** What to make of it: a picture in its sizes or a file as it is; a face, cut square; or a mark, small and whole. */
  readonly make: 'upload' | 'avatar' | 'mark'
  /** The file as it was sent. */
  readonly path: string
  readonly name: string
  /** An empty folder but for the file: what is made lies there. */
  readonly folder: string
  readonly allowed: readonly KindName[]
  readonly maxPictureBytes: number
  readonly maxFileBytes: number
  readonly maxPixels: number
}

/** One file that was made. `ending` follows the upload's key: empty for the original, `.800.webp` for a size. */
export type MadeFile = {
  readonly ending: string
  readonly path: string
  readonly type: string
  readonly bytes: number
  readonly width: number | null
  readonly height: number | null
}

export type Made = { readonly kind: KindName; readonly files: readonly MadeFile[] }

export type Refusal =
  /** Not an allowed kind; `found` when it is one that others may send. */
  | { readonly refused: 'kind'; readonly found: KindName | null }
  | { readonly refused: 'encoding' | 'empty' | 'unreadable' | 'slow' | 'full' }
  | { readonly refused: 'size'; readonly maxBytes: number }
  | { readonly refused: 'pixels' | 'animation'; readonly maxPixels: number }

export type Outcome = Made | Refusal

export const isRefusal = (outcome: Outcome): outcome is Refusal => 'refused' in outcome
