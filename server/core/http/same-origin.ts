/** There are no tokens in forms: an unsafe request must show that a page of this site sent it. */
import type { Env } from '../env.ts'
import { Forbidden } from '../errors.ts'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

type Asked = {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

/**
 * Browsers say `Sec-Fetch-Site`; older ones at least `Origin`. Programs say neither: they may write to the API while
 * they send no cookie, for then there is nobody whose sign-in they could borrow.
 * @throws Forbidden for what another site's page may have sent.
 */
export function refuseForeign(env: Env, { method, path, headers }: Asked): void {
  if (SAFE.has(method)) return
  const site = headers['sec-fetch-site']
  if (site !== undefined) {
    if (site === 'same-origin') return
  } else if (headers.origin !== undefined) {
    if (isOwnOrigin(env, String(headers.origin))) return
  } else if (path.startsWith('/api/') && headers.cookie === undefined) {
    return
  }
  throw new Forbidden('other-origin', 'error.otherOrigin')
}

/** Whether an Origin header names this site; while PUBLIC_URL is not set, any loopback name at our port does. */
export function isOwnOrigin(env: Env, origin: string): boolean {
  if (!URL.canParse(origin)) return false
  const url = new URL(origin)
  if (url.origin === env.publicUrl.origin) return true
  return (
    !env.publicUrlGiven && url.protocol === 'http:' && LOOPBACK.has(url.hostname) && url.port === env.publicUrl.port
  )
}
