/** The words of a cooked text, without its elements. */
import { Parser } from 'htmlparser2'

/** Elements within a word: all others part what stands before them from what comes after. */
const WITHIN = new Set('a abbr b code del em i ins kbd mark q s samp small span strong sub sup u var'.split(' '))
/** Read of a post's HTML for a snippet. What is beyond may have been found, and is not shown. */
const MOST_SHOWN = 200_000

type Attributes = Readonly<Record<string, string>>

/**
 * What its writer says, as plain words: code, what is folded away or hidden as a spoiler, and what pictures are called
 * are part of it. Others' words that it quotes are found where they were said, and a word of the house is not theirs.
 */
export const saidIn = (html: string): string =>
  textOf(
    html,
    (tag, attributes) => tag === 'blockquote' || (tag === 'summary' && attributes['data-word'] !== undefined),
  )

/**
 * What may be told of it elsewhere, in one line: not what its writer folded away; signs of footnotes are no words, and
 * plugins show what they like in theirs.
 */
export const shownIn = (html: string): string =>
  textOf(html.slice(0, MOST_SHOWN), isHidden).replaceAll(/\s+/g, ' ').trim()

const isHidden = (tag: string, { class: classes, 'data-block': block }: Attributes): boolean =>
  tag === 'details' || classes === 'back' || classes === 'note-ref' || block !== undefined

/** @param isLeftOut whether nothing in an element is told */
function textOf(html: string, isLeftOut: (tag: string, attributes: Attributes) => boolean): string {
  let text = ''
  let left = 0
  const parser = new Parser({
    onopentag: (tag, attributes) => {
      if (left > 0 || isLeftOut(tag, attributes)) left++
      else if (tag === 'img') text += ` ${attributes.alt ?? ''} `
      else if (!WITHIN.has(tag)) text += ' '
    },
    ontext: words => {
      if (left === 0) text += words
    },
    onclosetag: tag => {
      if (left > 0) left--
      else if (!WITHIN.has(tag)) text += ' '
    },
  })
  parser.end(html)
  return text
}
