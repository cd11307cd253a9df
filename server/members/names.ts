/** What a member may be called. */
import type { FieldError } from '../core/errors.ts'
import { mixesScripts } from '../core/text/scripts.ts'

const MAX_NAME = 30
const MAX_DISPLAY_NAME = 40

/** Letters and digits of any script; dots, dashes and underscores inside. Marks belong to letters (Devanagari, Thai). */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N}\p{M}._-]*[\p{L}\p{N}\p{M}]$/u

/** Words that would read as the house itself, or that an address under /m or /members may mean. */
const RESERVED: ReadonlySet<string> = new Set(
  `admin administrator administrateur admins all anonymous api everyone guest guildhall help here info members me
  moderator moderateur modérateur moderators new nobody official owner postmaster root security settings staff support
  system système team undefined null webmaster équipe`.split(/\s+/),
)

/** What the erased are called from then on: `former-12`. Nobody chooses it. */
export const formerName = (id: number): string => `former-${id}`
const FORMER = /^former-\d+$/i

/** One spelling for what looks the same: composed letters, no full-width twins. */
export const normaliseName = (name: string): string => name.normalize('NFKC').trim()

/** What is wrong with a normalised name, or null. Whether it is taken only the insert can say. */
export function problemWithName(name: string): FieldError | null {
  const length = [...name].length
  if (length < 2) return { key: 'invalid.minLength', values: { min: 2 } }
  if (length > MAX_NAME) return { key: 'invalid.maxLength', values: { max: MAX_NAME } }
  if (!NAME.test(name) || /[._-]{2}/.test(name)) return { key: 'member.error.nameLetters' }
  if (mixesScripts(name)) return { key: 'member.error.nameScripts' }
  if (RESERVED.has(name.toLowerCase()) || FORMER.test(name)) return { key: 'member.error.nameReserved' }
  return null
}

/** What is wrong with a display name, or null: signs that turn text around or hide in it are refused. */
export function problemWithDisplayName(name: string): FieldError | null {
  if ([...name].length > MAX_DISPLAY_NAME) return { key: 'invalid.maxLength', values: { max: MAX_DISPLAY_NAME } }
  return /[\p{Cc}\p{Cf}\p{Co}\u2028\u2029]/u.test(name) ? { key: 'invalid.text' } : null
}
