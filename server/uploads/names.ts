/** What a file is called: of its sender's word only what can do no harm in an address, a header or a folder. */
import { extname } from 'node:path'
import { KINDS, type KindName } from './kinds.ts'

/** As it stands in an address, where letters beyond ASCII take three signs for each byte. */
const MOST_SIGNS = 120

/** A safe name with the ending of what the file is, whatever it was called. */
export function safeName(sent: string, kind: KindName): string {
  const last = sent.split(/[/\\]/).at(-1) ?? ''
  const stem = last
    .slice(0, -extname(last).length || undefined)
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
  const short = shorten(stem)
  // Names of digits alone are those of a picture's sizes.
  const name = /^\d*$/.test(short) ? [KINDS[kind].picture ? 'picture' : 'file', short].filter(Boolean).join('-') : short
  return `${name}.${kind}`
}

/** Cut after whole letters with their marks, which a reader sees as one. */
function shorten(text: string): string {
  let signs = 0
  let short = ''
  const beginning = [...text].slice(0, MOST_SIGNS).join('')
  for (const { segment } of new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(beginning)) {
    signs += encodeURIComponent(segment).length
    if (signs > MOST_SIGNS) break
    short += segment
  }
  return short
}
