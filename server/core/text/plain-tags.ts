/**
 * Most texts are paragraphs, lists and emphasis: tags without attributes. They are found harmless by one look at each tag;
 * the sanitiser reads every character, and took two fifths of all cooking.
 */

/** Of the sanitiser's list (./sanitise.ts). */
const BLOCKS: ReadonlySet<string> = new Set([
  ...['p', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'ul', 'ol', 'li', 'pre', 'hr'],
  // The only attribute that ordinary texts have.
  'pre tabindex="0"',
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
const ODD_ENTITY = /&(?!(?:amp|lt|gt|quot);)/

/**
 * The HTML as the sanitiser writes it, when it holds nothing but text and plain tags that stand where they may and have
 * their ends; null for any other, which must go through the sanitiser.
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
    if (!INLINES.has(tag) && !(BLOCKS.has(tag) && holds(open.at(-1), tag))) return null
    if (!VOID.has(tag)) open.push(tag.startsWith('pre ') ? 'pre' : tag)
    if (open.length > DEEPEST) return null
  }
  if (open.length > 0) return null
  return html.replaceAll('<br>', '<br />').replaceAll('<hr>', '<hr />').replaceAll('&quot;', '"')
}

/** Elsewhere a block would end what it stands in. */
const holds = (outer: string | undefined, block: string): boolean =>
  block === 'li' ? outer === 'ul' || outer === 'ol' : outer === undefined || outer === 'blockquote' || outer === 'li'
