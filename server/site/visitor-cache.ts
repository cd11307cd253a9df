/**
 * Pages as every visitor gets them: compressed once, kept in memory, dropped by the events that change them. A page is
 * made anew at most once a second, so a busy thread costs its readers nothing; it is at most that second old.
 */
import { createHash } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'

export type CachedPage = { readonly gzip: Buffer; readonly etag: string; readonly status: number }

type Entry = CachedPage & { readonly tags: readonly string[]; readonly madeAt: number; staleAt: number }

const MAX_BYTES = 48 * 1024 * 1024
/** What no event tells (the date line, say) is at most this old. */
const MAX_AGE_MS = 60_000
const MIN_AGE_MS = 1000

export class VisitorCache {
  private readonly entries = new Map<string, Entry>()
  private bytes = 0
  private changes = 0
  /** The change by which something was last taken out of sight. */
  private withdrawal = 0

  /** A page that may still be shown at `now` (milliseconds); undefined otherwise. */
  get(key: string, now: number): CachedPage | undefined {
    const entry = this.entries.get(key)
    if (!entry) return undefined
    if (now < entry.staleAt) return entry
    this.drop(key, entry)
    return undefined
  }

  /** Call before a page's first read: `keep` wants it back, to notice what changed in between. */
  begin(): number {
    return this.changes
  }

  /** Compresses and keeps a page. One that changed while it was being made is kept for the shortest time. */
  keep(
    key: string,
    page: { html: string; status: number; tags: readonly string[]; begun: number; now: number },
  ): CachedPage {
    const gzip = gzipSync(page.html)
    const etag = `"${createHash('sha256').update(page.html).digest('base64url').slice(0, 22)}"`
    const age = page.begun === this.changes ? MAX_AGE_MS : MIN_AGE_MS
    const made: CachedPage = { gzip, etag, status: page.status }
    // It may show what must not be seen any more: once, to who asked before.
    if (page.begun < this.withdrawal) return made
    const entry: Entry = { ...made, tags: page.tags, madeAt: page.now, staleAt: page.now + age }
    const before = this.entries.get(key)
    if (before) this.drop(key, before)
    this.entries.set(key, entry)
    this.bytes += gzip.length
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

/** The page's bytes for a browser that takes no gzip: rare, so undone when asked for. */
export const plain = (page: CachedPage): Buffer => gunzipSync(page.gzip)
