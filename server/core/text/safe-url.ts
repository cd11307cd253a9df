/** The one gate for addresses that a member typed. */

const SCHEMES = new Set(['http:', 'https:', 'mailto:'])
/** Stands for our own site, to read relative addresses against; nobody can own it (RFC 6761). */
const BASE = 'https://base.invalid'

/**
 * The address as it may stand in an `href`, or null when it must not. Admits http, https, mailto and paths on this site;
 * never a scheme that runs code, never `//host` or `/\host`, which browsers read as another site. Browsers drop tabs and
 * line ends inside an address and spaces around it before they look at its scheme (WHATWG URL §4.4), so an address with
 * any control character is refused whole.
 */
export function safeUrl(text: string): string | null {
  const address = text.trim()
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (address === '' || /[\u0000-\u001f\u007f-\u009f]/.test(address)) return null
  if (/^[/\\]{2}/.test(address) || address.startsWith('\\')) return null
  let url: URL
  try {
    url = new URL(address, BASE)
  } catch {
    return null
  }
  if (!SCHEMES.has(url.protocol)) return null
  if (url.protocol === 'mailto:') return url.href
  if (url.origin === BASE) return /^[/?#]/.test(address) ? address : null
  return /^https?:\/\//i.test(address) ? url.href : null
}

/** Whether an address is a path on this site and nothing else, also where it is read and written again (`/..//host`). */
export const isOwnPath = (text: string): boolean =>
  text.startsWith('/') && safeUrl(text) === text && !new URL(text, BASE).pathname.startsWith('//')

/** What links to other sites say: they vouch for nothing, and give nothing away. */
export const OUTWARD = 'nofollow ugc noopener'

/** Whether an address that passed the gate is another site's, or a mailbox. */
export const leadsAway = (address: string): boolean => /^[a-z]+:/i.test(address)
