/** One draft on the server, over the API. */
import type { Words } from '../lib/device.ts'

export type Stored = Words & { readonly version: number; readonly at: number }

type Saved =
  | { readonly kind: 'saved'; readonly version: number }
  /** Another version is stored. */
  | { readonly kind: 'other' }
  | { readonly kind: 'signedOut' }
  | { readonly kind: 'refused' }

/** A request that outlives its page may carry so much (Fetch standard, keepalive). */
const KEEPALIVE_BYTES = 60_000

export function draftOnServer(key: string) {
  const url = `/api/v1/drafts/${key}`
  return {
    /** Null when there is none. @throws when it cannot be had */
    async read(): Promise<Stored | null> {
      const answer = await fetch(url, { headers: { accept: 'application/json' } })
      if (answer.status === 404) return null
      if (!answer.ok) throw new Error(`the draft: ${answer.status}`)
      const { body, fields, version, updatedAt } = await answer.json()
      return { body, fields, version, at: Date.parse(updatedAt) }
    },

    /** @param version the stored version that this replaces, 0 for none, null for whichever. @throws without an answer */
    async save(words: Words, { version, keepalive }: { version: number | null; keepalive: boolean }): Promise<Saved> {
      const body = JSON.stringify(words)
      const match: Record<string, string> =
        version === null ? {} : version === 0 ? { 'if-none-match': '*' } : { 'if-match': `"v${version}"` }
      const answer = await fetch(url, {
        method: 'PUT',
        headers: { 'content-type': 'application/json', ...match },
        body,
        keepalive: keepalive && new Blob([body]).size < KEEPALIVE_BYTES,
      })
      if (answer.ok) return { kind: 'saved', version: (await answer.json()).version }
      if (answer.status === 412) return { kind: 'other' }
      return { kind: answer.status === 401 ? 'signedOut' : 'refused' }
    },

    async remove(keepalive = false): Promise<void> {
      await fetch(url, { method: 'DELETE', keepalive })
    },
  }
}
