/** Emoji by their names in the page's language, and by what they are called everywhere (`:smile`). Loaded at the first `:`. */

import { plain } from '../lib/plain.ts'

const { default: lines } = await (document.documentElement.lang === 'fr' ? import('emoji:fr') : import('emoji:en'))

type Emoji = { readonly character: string; readonly name: string; readonly words: readonly string[] }

const ALL: readonly Emoji[] = lines.split('\n').map(line => {
  const [character = '', name = '', more = ''] = line.split('|')
  return { character, name, words: [...name.split(/[\s']+/), ...more.split(' ')].map(plain) }
})

/** What people send most, for who has typed nothing yet. */
const COMMON = ['😀', '😂', '❤️', '👍', '🎉', '🙏', '😢', '🔥']

/** Those of which a word is what was typed, then those of which one begins so. */
export function findEmoji(typed: string, most: number): readonly Emoji[] {
  if (typed === '') return COMMON.flatMap(one => ALL.find(({ character }) => character === one) ?? [])
  const wanted = plain(typed)
  const exact = ALL.filter(({ words }) => words.includes(wanted))
  const begun = ALL.filter(({ words }) => words.some(word => word.startsWith(wanted)) && !words.includes(wanted))
  return [...exact, ...begun].slice(0, most)
}
