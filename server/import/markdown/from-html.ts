import type { Converted } from '../records.ts'
import type { Resolve } from '../resolve.ts'
export const markdownFromHtml = (html: string, _r: Resolve): Converted => ({
  markdown: html.replace(/<[^>]+>/g, ' '),
  mended: new Map(),
  lost: new Map(),
})
