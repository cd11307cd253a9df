import type { Converted } from '../records.ts'
import type { Resolve } from '../resolve.ts'
export const markdownFromRaw = (raw: string, _r: Resolve): Converted => ({
  markdown: raw,
  mended: new Map(),
  lost: new Map(),
})
