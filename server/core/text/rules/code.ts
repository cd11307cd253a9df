/** Code, coloured when its language is declared (never guessed: that is twenty times as dear, and often wrong). */
import highlight from 'highlight.js/lib/common'
import type { Env, MarkdownIt } from 'markdown-it'
import { MOST, workOf } from '../work.ts'

/** A language as people declare it: `ts`, `c++`, `objective-c`. */
const LANGUAGE = /^[a-z0-9][a-z0-9+#_-]{0,29}$/

export function code(md: MarkdownIt): void {
  md.renderer.rules.fence = (tokens, index, _options, env) => {
    const { content = '', info = '' } = tokens[index] ?? {}
    const language = md.utils.unescapeAll(info).trim().split(/\s/)[0]?.toLowerCase() ?? ''
    if (!LANGUAGE.test(language)) return block(md.utils.escapeHtml(content))
    return block(coloured(content, language, env) ?? md.utils.escapeHtml(content), language)
  }
  md.renderer.rules.code_block = (tokens, index) => block(md.utils.escapeHtml(tokens[index]?.content ?? ''))
}

// A wide block scrolls by keyboard too (WCAG 2.1.1).
const block = (html: string, language?: string): string =>
  `<pre tabindex="0"><code${language ? ` class="language-${language}"` : ''}>${html}</code></pre>\n`

/** The code with its parts marked, or null when the language is not known or it would be too dear. */
function coloured(content: string, language: string, env: Env | undefined): string | null {
  const work = workOf(env)
  if (!highlight.getLanguage(language) || work.coloured + content.length > MOST.coloured) return null
  work.coloured += content.length
  const { value } = highlight.highlight(content, { language, ignoreIllegals: true })
  // Thousands of brackets in a row would each get an element of their own.
  return value.length <= 2000 + 8 * content.length ? value : null
}
