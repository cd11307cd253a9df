/** What an API token may do at all, before any rule about the place: `read` to ask, `write` to change. */
import type { Actor } from '../actor.ts'
import { Forbidden } from '../errors.ts'

/** `admin` lets a token act with its owner's staff groups (server/auth/identify.ts); it neither reads nor writes by itself. */
export const SCOPES = ['read', 'write', 'admin'] as const
export type Scope = (typeof SCOPES)[number]

const READING = new Set(['GET', 'HEAD', 'OPTIONS'])

/** @throws Forbidden (`token.scope`) when a token is in use and was not made for such a request. */
export function refuseOutOfScope({ scopes }: Pick<Actor, 'scopes'>, method: string): void {
  if (scopes === null || scopes.has(READING.has(method) ? 'read' : 'write')) return
  throw new Forbidden('token.scope', 'token.error.scope')
}
