/** Answers to who has a copy already (RFC 9110 §13). */
import type { IncomingHttpHeaders } from 'node:http'

/** What a copy is told by: its tag, and since when it has said the same, in milliseconds. */
type Validators = { readonly etag: string; readonly since: number }

/** The first whole second in which it said the same: what changed again before it never bore that date. */
const wholeSecond = (since: number): number => Math.ceil(since / 1000) * 1000

/** `Last-Modified`; null in the moment before the date has come. */
export function lastModified(since: number, now: number): string | null {
  const second = wholeSecond(since)
  return now < second ? null : new Date(second).toUTCString()
}

/** Whether the asker's copy is the right one: by its tag if they name one, else by its date. */
export function isCurrent(headers: IncomingHttpHeaders, { etag, since }: Validators): boolean {
  const tags = headers['if-none-match']
  if (tags !== undefined) {
    return tags.trim() === '*' || tags.split(',').some(one => one.trim().replace(/^W\//, '') === etag)
  }
  return Date.parse(headers['if-modified-since'] ?? '') >= wholeSecond(since)
}
