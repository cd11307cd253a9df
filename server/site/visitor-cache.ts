/**
 * Pages as every visitor gets them, and documents that everybody gets: compressed once, kept in memory, stale by the
 * events that change them. One is made anew at most once a second, so a busy thread costs its readers nothing; it is at
 * most that second old.
 */
import { createHash } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'

export type CachedPage = {
  readonly gzip: Buffer
  readonly etag: string
  readonly status: number
  /** Milliseconds: since when this process has known it to say the same. */
  readonly since: number
}

type Entry = CachedPage & {
  readonly tags: readonly string[]
  /** Digest of what it says. */
  readonly says: string
  readonly madeAt: number
  staleAt: number
}

export type Making = {
  /** What stands before the HTML and says nothing new: the position of the log, say. */
  readonly opening?: string
  readonly html: string
  readonly status: number
  readonly tags: readonly string[]
  /** What `begin` gave. */
  readonly begun: number
  readonly now: number
}

const MAX_BYTES = 48 * 1024 * 1024
/** What no event tells (the date line, say) is at most this old. */
const MAX_AGE_MS = 60_000
const MIN_AGE_MS = 1000

export class VisitorCache {
  hits = 0
  misses = 0
  private readonly entries = new Map<string, Entry>()
  private bytes = 0
  private changes = 0
  /** The change by which something was last taken out of sight. */
  private withdrawal = 0

  /** A page that may still be shown at `now` (milliseconds); undefined otherwise. */
  get(key: string, now: number): CachedPage | undefined {
    const entry = this.entries.get(key)
    // A stale one stays until the next is made, which may say the same.
    const fresh = entry && now < entry.staleAt ? entry : undefined
    if (fresh) this.hits++
    else this.misses++
    return fresh
  }

  /** Call before a page's first read: `keep` wants it back, to notice what changed in between. */
  begin(): number {
    return this.changes
  }

  /** Compresses and keeps a page. One that changed while it was being made is kept for the shortest time. */
  keep(key: string, { opening = '', html, status, tags, begun, now }: Making): CachedPage {
    const whole = opening + html
    const says = digest(html)
    const before = this.entries.get(key)
    const made: CachedPage = {
      gzip: gzipSync(whole),
      etag: `"${digest(whole)}"`,
      status,
      since: before?.says === says ? before.since : now,
    }
    // It may show what must not be seen any more: once, to who asked before.
    if (begun < this.withdrawal) return made
    const age = begun === this.changes ? MAX_AGE_MS : MIN_AGE_MS
    const entry: Entry = { ...made, tags, says, madeAt: now, staleAt: now + age }
    if (before) this.drop(key, before)
    this.entries.set(key, entry)
    this.bytes += entry.gzip.length
    for (const [oldest, old] of this.entries) {
      if (this.bytes <= MAX_BYTES) break
      this.drop(oldest, old)
    }
    return entry
  }

  /** Pages with one of these tags are stale: at once, or a second after they were made. */
  markStale(tags: ReadonlySet<string>, now: number): void {
    this.changes++
    for (const entry of this.entries.values()) {
      if (entry.tags.some(tag => tags.has(tag)))
        entry.staleAt = Math.min(entry.staleAt, Math.max(now, entry.madeAt + MIN_AGE_MS))
    }
  }

  /** Forgets the pages with one of these tags at once: what they show is out of sight now. */
  withdraw(tags: ReadonlySet<string>): void {
    this.withdrawal = ++this.changes
    for (const [key, entry] of this.entries) if (entry.tags.some(tag => tags.has(tag))) this.drop(key, entry)
  }

  /** Forgets all: the look, the rights or a name changed. */
  clear(): void {
    this.changes++
    this.entries.clear()
    this.bytes = 0
  }

  private drop(key: string, entry: Entry): void {
    this.entries.delete(key)
    this.bytes -= entry.gzip.length
  }
}

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22)

/** The page's bytes for a browser that takes no gzip: rare, so undone when asked for. */
export const plain = (page: CachedPage): Buffer => gunzipSync(page.gzip)
