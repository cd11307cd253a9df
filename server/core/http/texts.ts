/** Texts that people write, as requests carry them. */
import { Type } from 'typebox'

/** Not only white space: a title and a text must say something. */
const SAYS_SOMETHING = '\\S'

export const Title = Type.String({ minLength: 1, maxLength: 160, pattern: SAYS_SOMETHING })

/** `posts.maxLength` is checked by the verbs; this bounds what is read at all. */
export const Body = Type.String({ minLength: 1, maxLength: 64_000, pattern: SAYS_SOMETHING })
