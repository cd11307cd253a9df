/** Passwords: what we accept, and how they are kept (argon2id, the parameters of OWASP's cheat sheet). */
import { hash as argonHash, verify as argonVerify } from '@node-rs/argon2'
import type { Ctx } from '../core/context.ts'
import type { FieldError } from '../core/errors.ts'
import { isCommon } from './common-passwords.ts'

/** Longer texts cost time and add nothing. */
export const MAX_PASSWORD_LENGTH = 200

const ARGON = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/**
 * Hashing takes 19 MiB and a core each time. More than two at once would slow down every page, so the rest wait in line.
 */
const AT_ONCE = 2
let running = 0
const waiting: (() => void)[] = []

async function inLine<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>(resolve => waiting.push(resolve))
  else running++
  try {
    return await work()
  } finally {
    // The place is handed on, not given back and taken again, so that nobody who comes later slips in between.
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}

/** The same password typed on another keyboard has other code points (NIST SP 800-63B §3.1.1.2). */
const normalised = (password: string): string => password.normalize('NFKC')

/** The hash to store. */
export const hashPassword = (password: string): Promise<string> => inLine(() => argonHash(normalised(password), ARGON))

let dummy: Promise<string> | undefined

/** What nobody's password is the password of. */
function dummyHash(): Promise<string> {
  const made = dummy ?? hashPassword('nobody has this password')
  dummy = made
  return made
}

/**
 * Whether the password is the one of `stored`. Without a stored hash it takes the same time and says no, so that nobody
 * learns from a clock which accounts exist.
 */
export async function verifyPassword(stored: string | null | undefined, password: string): Promise<boolean> {
  if (password.length > MAX_PASSWORD_LENGTH) return false
  // Made even when it is not needed: the first one to miss must not take longer.
  const hash = await dummyHash()
  const fits = await inLine(() => argonVerify(stored ?? hash, normalised(password)))
  return fits && stored !== null && stored !== undefined
}

/** What is wrong with a new password, or null. Length over rules; nothing that a guesser tries first. */
export function problemWithPassword(
  ctx: Ctx,
  { password, name, email }: { password: string; name: string; email: string },
): FieldError | null {
  const text = normalised(password)
  const min = ctx.setting('accounts.minPasswordLength')
  if ([...text].length < min) return { key: 'invalid.minLength', values: { min } }
  if (password.length > MAX_PASSWORD_LENGTH) return { key: 'invalid.maxLength', values: { max: MAX_PASSWORD_LENGTH } }
  const folded = text.toLowerCase()
  const own = [name, email, email.split('@')[0] ?? ''].map(one => one.toLowerCase())
  if (own.includes(folded)) return { key: 'auth.error.passwordIsName' }
  if (isCommon(folded)) return { key: 'auth.error.passwordCommon' }
  return null
}
