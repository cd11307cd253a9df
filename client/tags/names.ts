/** Names of tags as they are typed. What may be one, and which is meant, is the server's to say. */

/** The names in a text, in which commas stand between them. */
export const split = (text: string): string[] =>
  text
    .split(SEPARATORS)
    .map(tidy)
    .filter(name => name !== '')

export const SEPARATORS = /[,;\n،、，]/u

/** As it will be written: no sign in front, dashes between words. */
export const tidy = (name: string): string =>
  name
    .trim()
    .replace(/^#+/, '')
    .replace(/[\s_]+/gu, '-')

/** Whether two names would be one tag, as far as can be told here. */
export const isSame = (one: string, other: string): boolean => key(one) === key(other)

const key = (name: string): string => tidy(name).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
