/** Links and pictures: to where they lead now. */
import { safeUrl } from '../../core/text/safe-url.ts'
import { isPlainAddress } from './escape.ts'
import type { Work } from './work.ts'

/** Where an address of the old text leads: here when it was imported, else to where it was; null for one that may not stand in a link. */
export function whereTo(work: Work, address: string): string | null {
  const url = address.trim()
  if (url === '' || url.startsWith('#')) return null
  const ours = work.resolve.address(url)
  if (ours !== null) {
    work.mend('link')
    return destination(ours)
  }
  const absolute = /^(?:https?:|mailto:)/i.test(url) ? url : work.resolve.absolute(url)
  return safeUrl(absolute) === null ? null : destination(absolute)
}

/** As it may stand between the parentheses of a link. */
const destination = (url: string): string =>
  url.replaceAll(/[\s<>()\\|*_~`[\]"]/g, sign =>
    KEPT.test(sign) ? sign : encodeURIComponent(sign).replace(/[()*~]/, code),
  )
const KEPT = /[*_~]/
const code = (sign: string): string => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`

/** A link; an address that is its own words is written once. `words` is Markdown. */
export function linkOf(
  words: string,
  shown: string,
  href: string,
): { readonly address: boolean; readonly markdown: string } {
  const bare = shown === href || `${shown}/` === href || shown === `${href}/`
  if (bare && /^https?:/i.test(href) && isAutolink(href)) return { address: true, markdown: href }
  if (/^\/t\//.test(href) && /^(?:https?:\/)?\/\S+$/.test(shown))
    return { address: false, markdown: `[${href}](${href})` }
  return { address: false, markdown: `[${words}](${href})` }
}

const isAutolink = (href: string): boolean => isPlainAddress(href) || /^https?:\/\/[^\s<>%]+$/i.test(href)

/** The last part of an address: what a file is called. */
export function fileName(address: string): string {
  const path = /^[^?#]*/.exec(address)?.[0] ?? ''
  const name = path.split('/').filter(Boolean).at(-1) ?? path
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
