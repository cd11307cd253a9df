/** The beginning of a text as plain words, for lists and notifications. */
import type { Token } from 'markdown-it'

const LENGTH = 300

/** Blocks that an excerpt leaves out: somebody else's words, code, and what its writer folded away. */
const LEFT_OUT: Readonly<Record<string, number>> = {
  blockquote_open: 1,
  blockquote_close: -1,
  fold_open: 1,
  fold_close: -1,
  footnote_block_open: 1,
  footnote_block_close: -1,
}

/** At most 300 characters, cut between words. */
export function excerptOf(tokens: readonly Token[]): string {
  const parts: string[] = []
  let hidden = 0
  let length = 0
  for (const { type, children } of tokens) {
    hidden += LEFT_OUT[type] ?? 0
    if (hidden > 0 || type !== 'inline' || !children) continue
    const words = wordsOf(children)
    parts.push(words)
    length += words.length
    if (length > 4 * LENGTH) break
  }
  return shorten(parts.join(' ').replace(/\s+/g, ' ').trim())
}

function wordsOf(children: readonly Token[]): string {
  let hidden = 0
  const words = children.map(({ type, content, meta }) => {
    if (type === 'spoiler_open') return hidden++ === 0 ? '…' : ''
    if (type === 'spoiler_close') hidden--
    if (hidden > 0) return ''
    if (type === 'text' || type === 'text_special' || type === 'code_inline') return content
    if (type === 'card') return ` ${content} `
    if (type === 'mention') return `@${content}`
    if (type === 'picture') return String(meta?.alt ?? '')
    if (type === 'softbreak' || type === 'hardbreak') return ' '
    return ''
  })
  return words.join('')
}

/** Words as an excerpt has them. */
export function shorten(text: string): string {
  if (text.length <= LENGTH) return text
  // A character has two units at most.
  const letters = [...text.slice(0, 2 * LENGTH + 2)]
  if (letters.length <= LENGTH) return text
  const cut = letters.slice(0, LENGTH - 1).join('')
  const word = cut.search(/\s\S*$/)
  return `${word > LENGTH / 2 ? cut.slice(0, word) : cut}…`
}
