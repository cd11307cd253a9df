/** The two plain cookies of visitors: which language and which theme. They say nothing of who somebody is. */
import type { Env } from '../core/env.ts'

const YEAR_SECONDS = 365 * 24 * 60 * 60

/** The Set-Cookie line of a choice; an empty value forgets it. */
export function choiceCookie(env: Env, name: 'lang' | 'theme', value: string): string {
  const secure = env.publicUrl.protocol === 'https:' ? '; Secure' : ''
  return `${name}=${value}; Path=/; Max-Age=${value ? YEAR_SECONDS : 0}; SameSite=Lax; HttpOnly${secure}`
}
