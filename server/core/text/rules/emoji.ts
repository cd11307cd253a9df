/** `:tada:` is the character that it names. */
import type { MarkdownIt } from 'markdown-it'
import characters from 'markdown-it-emoji/lib/data/full.mjs'
import type { InlineRule } from './tokens.ts'

const COLON = 0x3a
const NAME = /:([a-z0-9_+-]{1,40}):/y
/** `std::key::value` and 10:30:15 hold no emoji. */
const WORD = /[\p{L}\p{N}_:]/u

export function emoji(md: MarkdownIt): void {
  md.inline.ruler.push('emoji', named)
}

const named: InlineRule = (state, silent) => {
  const { src, pos } = state
  if (src.charCodeAt(pos) !== COLON || (pos > 0 && WORD.test(src.charAt(pos - 1)))) return false
  NAME.lastIndex = pos
  const name = NAME.exec(src)?.[1]
  if (name === undefined || !Object.hasOwn(characters, name)) return false
  const end = pos + name.length + 2
  if (end > state.posMax || WORD.test(src.charAt(end))) return false
  if (!silent) state.pending += characters[name]
  state.pos = end
  return true
}
