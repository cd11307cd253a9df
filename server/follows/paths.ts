/** Where the things are that somebody follows. */
import { tagPath } from '../tags/links.tsx'
import { threadPath } from '../threads/ledger.tsx'
import type { Thing } from './service.ts'

/** The thing's own page. */
export function placeOf(thing: Thing): string {
  if (thing.kind === 'thread') return threadPath(thing)
  return thing.kind === 'category' ? `/c/${thing.slug}` : tagPath(thing.slug)
}

/** Where its form is sent. */
export function formOf({ kind, id, slug }: Thing): string {
  if (kind === 'thread') return `/threads/${id}/follow`
  return kind === 'category' ? `/categories/${id}/follow` : `/tags/${encodeURIComponent(slug)}/follow`
}
