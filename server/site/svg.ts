/** SVG drawings written anew: shapes and nothing else, so that a mark can run nothing, fetch nothing and restyle nothing. */
import { Parser } from 'htmlparser2'

const SHAPES = new Set(
  'svg g path rect circle ellipse line polyline polygon text tspan defs linearGradient radialGradient stop clipPath mask pattern symbol use title desc'.split(
    ' ',
  ),
)
/** What shows anything: a drawing without one of these is none. */
const DRAWN = new Set('path rect circle ellipse line polyline polygon text use'.split(' '))
/** In these, text is kept. */
const WORDS = new Set(['text', 'tspan', 'title', 'desc'])

const ATTRIBUTES = new Set(
  `viewBox preserveAspectRatio width height x y x1 y1 x2 y2 cx cy r rx ry fx fy dx dy d points transform id href opacity
  fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit
  stroke-dasharray stroke-dashoffset clip-path clip-rule clipPathUnits mask maskUnits maskContentUnits patternUnits
  patternContentUnits patternTransform gradientUnits gradientTransform spreadMethod offset stop-color stop-opacity
  font-family font-size font-weight font-style text-anchor letter-spacing textLength lengthAdjust`.split(/\s+/),
)
/** An address, however it is written, that is not of something in the drawing itself. */
const REACHES_OUT = /url\((?!\s*["']?#)|\\|[a-z]:\/|^\s*(data|javascript):/i

/** Deeper drawings are refused: nobody nests so deep, and browsers walk the tree. */
const DEEPEST = 60

/**
 * The drawing with only what is known to be harmless; null for what is no drawing. What comes out comes out unchanged
 * when it is put in again.
 */
export function cleanSvg(text: string): string | null {
  const open: string[] = []
  /** How deep within something that is left out, with all in it. */
  let left = 0
  let tooDeep = false
  let drawn = false
  let closed = false
  let out = ''
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        // One drawing: what stands outside of it is none of it.
        const within = open.length > 0 || (name === 'svg' && !closed)
        if (left > 0 || !within || !SHAPES.has(name)) {
          left++
          return
        }
        open.push(name)
        tooDeep ||= open.length > DEEPEST
        drawn ||= DRAWN.has(name)
        out += `<${name}${open.length === 1 ? ' xmlns="http://www.w3.org/2000/svg"' : ''}${attributesOf(attributes)}>`
      },
      ontext(words) {
        if (left === 0 && WORDS.has(open.at(-1) ?? '')) out += escaped(words)
      },
      onclosetag(name) {
        if (left > 0) left--
        else if (open.pop() !== undefined) {
          out += `</${name}>`
          closed ||= open.length === 0
        }
      },
    },
    { xmlMode: true, decodeEntities: true },
  )
  parser.end(text)
  return drawn && !tooDeep ? out : null
}

function attributesOf(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => [name.replace(/^xlink:/, ''), value] as const)
    .filter(
      ([name, value]) => ATTRIBUTES.has(name) && !REACHES_OUT.test(value) && (name !== 'href' || /^#/.test(value)),
    )
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join('')
}

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replace(/[&<>"]/g, sign => SIGNS[sign] ?? sign)
