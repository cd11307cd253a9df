/**
 * What a plugin puts on pages that are not its own passes through here: it stays in its place (every tag is closed), runs
 * nothing, sends forms to this site only, and takes no id that is not its own.
 */
import sanitizeHtml from 'sanitize-html'

const TAGS = [
  ...[
    'a',
    'abbr',
    'article',
    'aside',
    'b',
    'blockquote',
    'br',
    'button',
    'code',
    'data',
    'dd',
    'del',
    'details',
    'div',
  ],
  ...['dl', 'dt', 'em', 'fieldset', 'figcaption', 'figure', 'footer', 'form', 'h2', 'h3', 'h4', 'h5', 'h6', 'header'],
  ...['hr', 'i', 'img', 'input', 'ins', 'kbd', 'label', 'legend', 'li', 'mark', 'meter', 'nav', 'ol', 'optgroup'],
  ...['option', 'output', 'p', 'pre', 'progress', 'q', 's', 'samp', 'section', 'select', 'small', 'span', 'strong'],
  ...[
    'sub',
    'summary',
    'sup',
    'table',
    'caption',
    'tbody',
    'td',
    'textarea',
    'tfoot',
    'th',
    'thead',
    'time',
    'tr',
    'u',
  ],
  ...['ul', 'var', 'wbr', 'svg', 'use', 'g', 'path', 'rect', 'circle', 'line', 'polyline', 'polygon', 'text', 'title'],
]

const DRAWN = ['d', 'x', 'y', 'cx', 'cy', 'r', 'rx', 'ry', 'x1', 'y1', 'x2', 'y2', 'width', 'height', 'points']
const LOOKS = [
  'fill',
  'stroke',
  'stroke-width',
  'viewBox',
  'viewbox',
  'transform',
  'preserveAspectRatio',
  'text-anchor',
]

const ALLOWED: sanitizeHtml.IOptions = {
  allowedTags: TAGS,
  allowedAttributes: {
    '*': ['class', 'id', 'role', 'title', 'lang', 'dir', 'hidden', 'tabindex', 'aria-*', 'data-*', ...DRAWN, ...LOOKS],
    a: ['href', 'rel'],
    button: ['type', 'name', 'value', 'disabled', 'formaction', 'form', 'popovertarget'],
    data: ['value'],
    del: ['datetime'],
    details: ['open', 'name'],
    fieldset: ['disabled', 'name'],
    form: ['action', 'method', 'autocomplete', 'novalidate'],
    img: ['src', 'alt', 'loading', 'decoding'],
    input: [
      ...['type', 'name', 'value', 'checked', 'required', 'disabled', 'readonly', 'min', 'max', 'step', 'maxlength'],
      ...['minlength', 'pattern', 'placeholder', 'autocomplete', 'inputmode', 'size', 'form', 'list'],
    ],
    label: ['for'],
    meter: ['value', 'min', 'max', 'low', 'high', 'optimum'],
    ol: ['start', 'reversed'],
    option: ['value', 'selected', 'disabled', 'label'],
    output: ['for', 'name'],
    progress: ['value', 'max'],
    select: ['name', 'required', 'disabled', 'multiple', 'size', 'form'],
    td: ['colspan', 'rowspan', 'headers'],
    textarea: ['name', 'rows', 'cols', 'required', 'disabled', 'readonly', 'maxlength', 'placeholder', 'form'],
    th: ['colspan', 'rowspan', 'scope', 'headers', 'abbr'],
    time: ['datetime'],
    use: ['href'],
  },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowedSchemesAppliedToAttributes: ['href', 'src', 'action', 'formaction'],
  allowProtocolRelative: false,
  nonBooleanAttributes: [],
  nestingLimit: 60,
  parser: { lowerCaseTags: true, lowerCaseAttributeNames: false },
}

/** Forms stay here, whoever asks for what in them. */
const isHere = (address: string): boolean => /^\/(?![/\\])/.test(address)

const KEPT = 500
const known = new Map<string, string>()

/** HTML of a plugin as it may stand on a page. */
export function clean(id: string, html: string): string {
  const key = `${id} ${html}`
  const found = known.get(key)
  if (found !== undefined) return found
  const cleaned = sanitizeHtml(html, {
    ...ALLOWED,
    transformTags: { '*': (tagName, given) => ({ tagName, attribs: own(id, given) }) },
  })
  known.set(key, cleaned)
  const [oldest] = known.keys()
  if (known.size > KEPT && oldest !== undefined) known.delete(oldest)
  return cleaned
}

const own = (id: string, attributes: sanitizeHtml.Attributes): sanitizeHtml.Attributes =>
  Object.fromEntries(
    Object.entries(attributes).filter(([name, value]) => {
      if (name === 'id') return value.startsWith(`${id}-`)
      return (name !== 'action' && name !== 'formaction') || isHere(value)
    }),
  )
