/** Words that are written in more ways than one, and that no stemmer brings together: asked for in all of them. */

/** English plurals that are no ending; the likes of `knives` are another stem than `knife`. */
const IRREGULAR: readonly (readonly [one: string, several: string])[] = [
  ['child', 'children'],
  ['foot', 'feet'],
  ['goose', 'geese'],
  ['half', 'halves'],
  ['knife', 'knives'],
  ['leaf', 'leaves'],
  ['life', 'lives'],
  ['loaf', 'loaves'],
  ['man', 'men'],
  ['mouse', 'mice'],
  ['person', 'people'],
  ['scarf', 'scarves'],
  ['shelf', 'shelves'],
  ['tooth', 'teeth'],
  ['wife', 'wives'],
  ['wolf', 'wolves'],
  ['woman', 'women'],
]

const OTHER_NUMBER = new Map(IRREGULAR.flatMap(([one, several]) => [[one, several] as const, [several, one] as const]))

/** A stemmer takes every `-aux` for the plural of `-al`, and leaves `-eux` and `-oux` alone. */
function frenchNumbersOf(word: string): string[] {
  if (/.[aeo]u$/.test(word)) return [`${word}x`]
  if (/.ail$/.test(word)) return [word.replace(/il$/, 'ux')]
  if (/.aux$/.test(word)) return [word.slice(0, -1), word.replace(/ux$/, 'il')]
  return /.[eo]ux$/.test(word) ? [word.slice(0, -1)] : []
}

/** Between a letter and a figure: `rx200` is `RX-200` for others. */
const SEAM = /(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})/u

/** What was typed as one word, and is one or several for us; and what others write for it, the way it was typed first. */
export function spellingsOf(words: readonly string[]): (readonly string[])[] {
  const [word = '', ...more] = words
  if (more.length > 0) return [words, [words.join('')]]
  const other = OTHER_NUMBER.get(word)
  const parts = word.split(SEAM)
  return [
    words,
    ...(other === undefined ? [] : [[other]]),
    ...frenchNumbersOf(word).map(one => [one]),
    ...(parts.length > 1 ? [parts] : []),
  ]
}
