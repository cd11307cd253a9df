/**
 * Most texts are paragraphs, lists, quotes, emphasis and links. They are found harmless by one look at each tag; the sanitiser reads
 * every character, and took two fifths of all cooking.
 */
import { leadsAway, OUTWARD, safeUrl } from './safe-url.ts'

/** Of the sanitiser's list (./sanitise.ts). */
const BLOCKS: ReadonlySet<string> = new Set([
  ...['p', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'ul', 'ol', 'li', 'pre', 'hr'],
  // Code that is too wide is scrolled by keyboard too.
  'pre tabindex="0"',
  // A quote of a post.
  ...['blockquote class="quote"', 'p class="by"'],
])
const INLINES: ReadonlySet<string> = new Set([
  ...[
    'code',
    'strong',
    'em',
    'br',
    'b',
    'i',
    's',
    'del',
    'ins',
    'u',
    'kbd',
    'mark',
    'q',
    'samp',
    'small',
    'sub',
    'sup',
  ],
  'var',
])
const VOID: ReadonlySet<string> = new Set(['br', 'hr'])
/** Less than the sanitiser lets through. */
const DEEPEST = 50

const TAG = /<(\/?)([^<>]*)>|[<>]/g
const NAME = /^[a-z\d]+/
const LINK =
  /^a(?: class="(?:mention|card)")? href="([^"&]*(?:&amp;[^"&]*)*)"(?: rel="([a-z ]+)")?(?:(?: data-thread="\d{1,15}")?(?: data-post="\d{1,9}")?| data-post="\d{1,9}" data-word="quoted")$/
/** A list that does not begin with one. */
const COUNTED = /^ol start="\d{1,9}"$/
const ODD_ENTITY = /&(?!(?:amp|lt|gt|quot);)/

/**
 * The HTML as the sanitiser writes it, when it holds nothing but text, plain tags that stand where they may and have their
 * ends, and links that pass the gate for addresses as they are; null for any other, which must go through the sanitiser.
 */
export function withPlainTags(html: string): string | null {
  if (ODD_ENTITY.test(html)) return null
  const open: string[] = []
  for (const [, slash, tag] of html.matchAll(TAG)) {
    if (tag === undefined) return null
    if (slash) {
      if (open.pop() !== tag) return null
      continue
    }
    if (!INLINES.has(tag) && !(isBlock(tag) && holds(open.at(-1), tag)) && !(isLink(tag) && !open.includes('a'))) {
      return null
    }
    if (!VOID.has(tag)) open.push(NAME.exec(tag)?.[0] ?? '')
    if (open.length > DEEPEST) return null
  }
  if (open.length > 0) return null
  return html.replaceAll('<br>', '<br />').replaceAll('<hr>', '<hr />').replaceAll('&quot;', '"')
}

const isBlock = (tag: string): boolean => BLOCKS.has(tag) || COUNTED.test(tag)

/** Elsewhere a block would end what it stands in, as a link does within a link. */
const holds = (outer: string | undefined, block: string): boolean =>
  block === 'li' ? outer === 'ul' || outer === 'ol' : outer === undefined || outer === 'blockquote' || outer === 'li'

/** Those that lead away say so, and no other. */
function isLink(tag: string): boolean {
  const [, written, rel] = LINK.exec(tag) ?? []
  if (written === undefined) return false
  const address = written.replaceAll('&amp;', '&')
  return safeUrl(address) === address && rel === (leadsAway(address) ? OUTWARD : undefined)
}
