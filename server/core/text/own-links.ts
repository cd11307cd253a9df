/** Addresses of this site in a text. */

export type ThreadPlace = { readonly threadId: number; readonly postNumber: number | null }

const THREAD = /^\/t\/(\d{1,15})(?:\/[^/?#\s]*(?:\/(\d{1,9}))?)?\/?(?:[?#]\S*)?$/
const UPLOAD = /^\/uploads\/([\w-]{1,80})\/[^/?#]+$/

/** An address of this site as a path on it; any other as it is. */
export function relativeTo(origin: string, address: string): string {
  if (!/^https?:/i.test(address)) return address
  const url = URL.canParse(address) ? new URL(address) : null
  return url?.origin === origin && url.username === '' ? url.pathname + url.search + url.hash : address
}

/** The thread, and the post in it, that a path leads to. */
export function threadAt(path: string): ThreadPlace | null {
  const found = THREAD.exec(path)
  if (!found) return null
  return { threadId: Number(found[1]), postNumber: found[2] === undefined ? null : Number(found[2]) }
}

/** The key of the upload that a path leads to. */
export const uploadKeyAt = (path: string): string | null => UPLOAD.exec(path)?.[1] ?? null
