/** How words are compared that people type in a hurry, in one place for both sides. */

/** Without accents and capitals. */
export const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Whether all the words of `typed`, or their beginnings and middles, are in a text that is plain. */
export const hasWords = (text: string, typed: string): boolean =>
  plain(typed)
    .split(/\s+/)
    .every(word => text.includes(word))
