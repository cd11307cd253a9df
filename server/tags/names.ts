/** What a tag may be called, and the slug that makes two spellings one tag. */
import slugify from '@sindresorhus/slugify'
import type { FieldError } from '../core/errors.ts'
import { mixesScripts } from '../core/text/scripts.ts'

const MIN = 2
const MAX = 30

/** Letters and digits of any script, single dashes inside. Marks belong to letters (Devanagari, Thai), a few to each. */
const NAME = /^[\p{L}\p{N}](?:-?[\p{L}\p{N}\p{M}])*$/u
const PILED_MARKS = /\p{M}{4}/u

/** One spelling for what looks the same: composed letters, no sign in front, one dash for any dash, space or underscore. */
export const normaliseTag = (name: string): string =>
  name
    .normalize('NFKC')
    .trim()
    .replace(/^#+/, '')
    .replace(/[\p{Pd}\s_]+/gu, '-')
    .replace(/^-+|-+$/g, '')

/** What is wrong with a normalised name, or null. */
export function problemWithTag(name: string): FieldError | null {
  const length = [...name].length
  if (length < MIN) return { key: 'tag.error.tooShort', values: { name, min: MIN } }
  if (length > MAX) return { key: 'tag.error.tooLong', values: { name: shortened(name), max: MAX } }
  if (!NAME.test(name) || PILED_MARKS.test(name)) return { key: 'tag.error.letters', values: { name } }
  if (mixesScripts(name)) return { key: 'tag.error.scripts', values: { name } }
  return null
}

/** The slug of a normalised name: in Latin letters where each of its letters has a Latin form, else in its own. */
export function slugOfTag(name: string): string {
  const whole = [...name].every(letter => letter === '-' || slugify(letter) !== '')
  return whole ? slugify(name, { decamelize: false }) : name.toLowerCase()
}

/** The names in a text field, in which commas stand between them. */
export const splitTags = (text = ''): string[] =>
  text
    .split(/[,;\n،、，]/u)
    .map(part => part.trim())
    .filter(Boolean)

const shortened = (name: string): string => `${[...name].slice(0, MAX).join('')}…`
