/** Code, which nothing in it can end. */
import highlight from 'highlight.js/lib/common'

/** The longest run of a sign in a text. */
function longestRun(text: string, sign: RegExp): number {
  let longest = 0
  for (const [run] of text.matchAll(sign)) longest = Math.max(longest, run.length)
  return longest
}

export function fence(code: string, language = ''): string {
  const text = code.replace(/\n$/, '')
  const ticks = '`'.repeat(Math.max(3, longestRun(text, /`+/g) + 1))
  return `${ticks}${language}\n${text}\n${ticks}`
}

/** Code in a line; line ends in it are spaces, as Markdown has it. */
export function inlineCode(code: string): string {
  const text = code.replaceAll(/\s*\n\s*/g, ' ')
  if (text.trim() === '') return ''
  const ticks = '`'.repeat(text.includes('`') ? longestRun(text, /`+/g) + 1 : 1)
  const gap = /^`|`$|^ .* $/.test(text) ? ' ' : ''
  return `${ticks}${gap}${text}${gap}${ticks}`
}

/** The language that a block's class names, if ours colours it: `lang-auto` names none. */
export function languageOf(classes: string): string {
  for (const one of classes.split(/\s+/)) {
    const name = one.replace(/^lang(?:uage)?-/, '').toLowerCase()
    if (/^[a-z0-9][a-z0-9+#_-]{0,29}$/.test(name) && !PLAIN.has(name) && highlight.getLanguage(name)) return name
  }
  return ''
}

const PLAIN = new Set(['auto', 'nohighlight', 'plaintext', 'text', 'txt'])
