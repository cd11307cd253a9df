/**
 * The community's own stylesheet: what it may hold. It is served as a file of ours in the layer `brand`, so its rules come
 * after all of the design's and need no weight; what decides who is offered a control, and paper, come after it.
 */
import type { FieldError } from '../core/errors.ts'
import { ROLES } from './palette.ts'

/** What a part of a stylesheet is: a comment, a string, an address without quotes, or one sign. Nothing backtracks. */
const PARTS =
  /\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'|url\(\s*[^"'\s()][^"'\s()\\]*\s*\)|[\s\S]/gi
const OPENS: Readonly<Record<string, string>> = { '{': '}', '(': ')', '[': ']' }
const CLOSES = new Set(Object.values(OPENS))

/**
 * An address on another site, or in another scheme than a picture that stands in the text itself. Told here because the
 * content policy, which refuses it whatever its spelling, tells nobody.
 */
const ELSEWHERE = /^\s*(?:\/\/|(?!data:image\/)[a-z][a-z\d+.-]*:)/i

/** Tokens whose contrast is proven: another colour there would be nobody's promise. */
const PROVEN = new RegExp(`(?<![\\w-])--(?:${Object.keys(ROLES).join('|')}|brand-[ch]|t-[ch]|stone-h)\\s*:`, 'i')

/** What is wrong with a stylesheet, or null. */
export function problemWithCss(css: string): FieldError | null {
  const parts = css.match(PARTS) ?? []
  const { code, texts, balanced } = read(parts)
  if (!balanced) return { key: 'ownCss.error.unbalanced' }
  // An escape spells a word in another way than we would find it: no style needs one outside a string.
  if (code.includes('\\')) return { key: 'ownCss.error.escape' }
  if (/@(import|charset|namespace)\b/i.test(code)) return { key: 'ownCss.error.import' }
  if (/!\s*important\b/i.test(code)) return { key: 'ownCss.error.important' }
  if (texts.some(text => ELSEWHERE.test(text))) return { key: 'ownCss.error.elsewhere' }
  const [proven] = PROVEN.exec(code) ?? []
  if (proven) return { key: 'ownCss.error.proven', values: { name: proven.replace(/\s*:$/, '') } }
  return null
}

type Read = {
  /** Without comments, and with nothing in its strings and addresses. */
  readonly code: string
  /** What its strings and addresses say. */
  readonly texts: readonly string[]
  readonly balanced: boolean
}

function read(parts: readonly string[]): Read {
  const texts: string[] = []
  const open: string[] = []
  let code = ''
  let balanced = true
  for (const part of parts) {
    if (part.startsWith('/*') && part.length > 2) code += ' '
    else if (part.length > 1) {
      const address = /^url\(\s*(.*?)\s*\)$/is.exec(part)?.[1]
      texts.push(address ?? part.slice(1, -1))
      code += address === undefined ? '""' : 'url()'
    } else {
      // A quotation mark or a comment that nothing ends swallows whatever comes after the file's own brackets.
      if (part === '"' || part === "'" || (part === '*' && code.endsWith('/'))) balanced = false
      const closing = OPENS[part]
      if (closing) open.push(closing)
      else if (CLOSES.has(part) && open.pop() !== part) balanced = false
      code += part
    }
  }
  return { code, texts, balanced: balanced && open.length === 0 }
}
