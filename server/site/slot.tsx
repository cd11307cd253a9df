/**
 * Viewer slots: the places in a neutral page that differ per viewer. A view writes a marker that nobody can guess (so no
 * member's text can make one); the rendered page is cut at the markers, cached, and filled anew for each viewer.
 */
import { randomBytes } from 'node:crypto'
import type { Chunks } from './chunk-cache.ts'

const MARK = `~${randomBytes(12).toString('hex')}~`

/** The marker of a slot, as text for a child or for a part of an attribute. `name` or `name:argument`. */
export const slot = (name: string, argument: string | number = ''): string => `${MARK}${name}:${argument}${MARK}`

/** A slot as an element's child. */
export const Slot = ({ name, argument = '' }: { name: string; argument?: string | number }) => (
  <>{slot(name, argument)}</>
)

/** Cuts rendered HTML into the neutral chunks and the slots between them. */
export function splitSlots(html: string): Chunks {
  const parts = html.split(MARK)
  return { chunks: parts.filter((_, index) => index % 2 === 0), slots: parts.filter((_, index) => index % 2 === 1) }
}
