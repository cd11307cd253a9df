/** The beginning of a text as plain words, for lists and notifications. */
import type { Token } from 'markdown-it'

const LENGTH = 300
/** Characters that are read for it: much of them may be white space. */
const ENOUGH = 4 * LENGTH

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
  let words = ''
  let hidden = 0
  for (const { type, children } of tokens) {
    hidden += LEFT_OUT[type] ?? 0
    if (hidden > 0 || type !== 'inline' || !children) continue
    words += `${wordsOf(children)} `
    if (words.length > ENOUGH) break
  }
  return shorten(words.replace(/\s+/g, ' ').trim())
}

function wordsOf(children: readonly Token[]): string {
  let words = ''
  let hidden = 0
  for (const { type, content, meta } of children) {
    if (type === 'spoiler_open' && hidden++ === 0) words += '…'
    if (type === 'spoiler_close') hidden--
    if (hidden > 0) continue
    if (type === 'text' || type === 'text_special' || type === 'code_inline') words += content
    else if (type === 'card') words += ` ${content} `
    else if (type === 'mention') words += `@${content}`
    else if (type === 'picture') words += String(meta?.alt ?? '')
    else if (type === 'softbreak' || type === 'hardbreak') words += ' '
    if (words.length > ENOUGH) break
  }
  return words
}

/** Words as an excerpt has them. */
export function shorten(text: string): string {
  let [end, before] = [0, 0]
  for (let characters = 0; characters < LENGTH && end < text.length; characters++) {
    before = end
    end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1
  }
  if (end >= text.length) return text
  const cut = text.slice(0, before)
  const word = cut.search(/\s\S*$/)
  return `${word > LENGTH / 2 ? cut.slice(0, word) : cut}…`
}
