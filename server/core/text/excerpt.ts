/** The beginning of a text as plain words, for lists and notifications. */
import type { Token } from 'markdown-it'

const LENGTH = 300
/** Characters that are read for it: much of them may be white space. */
const ENOUGH = 4 * LENGTH
/** Of what has more characters than that, all that leave room for one. */
const TOO_LONG = new RegExp(`^.{${LENGTH - 1}}(?=..)`, 'su')
/** White space that is not one space; to replace each space by a space took as long as all the rest. */
const UNEVEN = /\s\s+|[^\S ]/g

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
  return shorten(words.replace(UNEVEN, ' ').trim())
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
  const cut = text.length > LENGTH ? TOO_LONG.exec(text)?.[0] : undefined
  if (cut === undefined) return text
  const word = cut.search(/\s\S*$/)
  return `${word > LENGTH / 2 ? cut.slice(0, word) : cut}…`
}
