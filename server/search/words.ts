/** Words as they are indexed and looked for: the same for a text and for a question, so that one finds the other. */

const APART = /[^\p{L}\p{N}\p{M}]+/u
/** What is longer is no word: keys, hashes, pictures as text. */
const LONGEST = 100

/** The words of a text in their order, lower case; whatever is neither letter nor figure stands between them. */
export const wordsOf = (text: string): string[] =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .split(APART)
    .filter(word => word !== '' && word.length <= LONGEST)

const LETTERS = /^[\p{L}\p{M}]{3,40}$/u

/** Those of the words that a mistyped one may have meant: no numbers, nothing too short to be told from others. */
export const nameable = (words: Iterable<string>): string[] => [...new Set(words)].filter(word => LETTERS.test(word))
