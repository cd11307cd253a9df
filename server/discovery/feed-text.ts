/** Texts as they may stand in a feed: read far from this site, and by strict parsers. */

/** An element that leads somewhere, as cooking writes it: what was typed stands escaped, so no text can imitate one. */
const LEADING = /<(?:a|img)\b[^>]*>/g
const ADDRESS = / (href|src)="([/#][^"]*)"/g
const SOURCES = / srcset="([^"]*)"/g

/** Cooked HTML with whole addresses: those of this site, and places in the post itself, which is at `at`. */
export function absolute(html: string, at: URL): string {
  const whole = (address: string) => new URL(address, at).href
  // One source is an address, a space and a width.
  const source = (one: string) => one.replace(/^\S+/, whole)
  return html.replace(LEADING, element =>
    element
      .replace(ADDRESS, (_all, name, address) => ` ${name}="${whole(address)}"`)
      .replace(SOURCES, (_all, sources: string) => ` srcset="${sources.split(', ').map(source).join(', ')}"`),
  )
}

/** What XML 1.0 has no place for, escaped or not (§2.2): control characters, and halves of characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
const UNFIT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu

export const forXml = (text: string): string => text.replace(UNFIT, '')
