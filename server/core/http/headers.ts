/** The headers of every answer: the content policy and its companions (docs/ARCHITECTURE.md, "Wire safety"). */
import type { Env } from '../env.ts'

/** No inline code at all, nothing from elsewhere; so a cached page needs nothing fresh inside. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

const YEAR_SECONDS = 31_536_000

/** Headers that do not depend on the request, by lower-case name. */
export function securityHeaders(env: Env): Readonly<Record<string, string>> {
  return {
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    ...(env.publicUrl.protocol === 'https:' && { 'strict-transport-security': `max-age=${YEAR_SECONDS}` }),
  }
}
