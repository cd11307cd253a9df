/** The words of a cooked text. It was sanitised: its elements are whole, and every `<` that was typed stands escaped. */

const PIECES = /<(\/?)([a-z0-9]+)([^>]*)>|[^<]+/g
/** Elements within a word: all others part what stands before them from what comes after. */
const WITHIN = new Set('a abbr b code del em i ins kbd mark q s samp small span strong sub sup u var'.split(' '))
/** What a reader gets in their language: a word of the house, and not of the text. */
const OURS = / data-word="/
const ALT = / alt="([^"]*)"/

/**
 * What its writer says, as plain words: code, what is folded away or hidden as a spoiler, and what pictures are called
 * are part of it. Others' words that it quotes are found where they were said.
 */
export function plainText(html: string): string {
  let text = ''
  let quoted = 0
  let ours = false
  for (const [piece, closing, tag, attributes = ''] of html.matchAll(PIECES)) {
    if (tag === 'blockquote') quoted += closing ? -1 : 1
    if (tag === 'summary') ours = !closing && OURS.test(attributes)
    if (quoted > 0 || ours) continue
    if (tag === undefined) text += piece
    else if (tag === 'img') text += ` ${ALT.exec(attributes)?.[1] ?? ''} `
    else if (!WITHIN.has(tag)) text += ' '
  }
  return decode(text)
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&', apos: "'", nbsp: ' ' }
const ENTITY = /&(?:#x([\da-f]{1,6})|#(\d{1,7})|([a-z]+));/gi
const LAST_CHARACTER = 0x10ffff

const decode = (text: string): string =>
  text.replace(ENTITY, (all, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return NAMED[name.toLowerCase()] ?? all
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    return code > 0 && code <= LAST_CHARACTER ? String.fromCodePoint(code) : ' '
  })
