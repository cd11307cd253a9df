/** `guildhall token create`: a key for a program that uses the HTTP API as a member. */
import { loadEnv } from '../core/env.ts'
import { NotFound } from '../core/errors.ts'
import { SCOPES, type Scope } from '../core/http/scopes.ts'
import { OperatorError } from '../core/operator-error.ts'
import * as tokens from '../tokens/service.ts'
import { orTell } from './refusals.ts'
import { say, sayJson, text, UsageError, type Verb } from './verb.ts'
import { withGuildhall } from './with-database.ts'

const DAY_MS = 86_400_000

export default {
  usage: `--member <name> --name <what it is for> [--scopes read,write] [--days <number>] [--json]

Makes an API token and prints it once. Scopes: ${SCOPES.join(', ')}; "admin" adds the rights of a member of staff.
Without --scopes it may read and write; without --days it holds until it is revoked.`,
  options: {
    member: { type: 'string' },
    name: { type: 'string' },
    scopes: { type: 'string' },
    days: { type: 'string' },
    json: { type: 'boolean' },
  },
  run: async values => {
    const [memberName, name] = [text(values, 'member'), text(values, 'name')]
    if (!memberName || !name) throw new UsageError('--member and --name are needed')
    const input = {
      memberName,
      name,
      scopes: scopesOf(text(values, 'scopes')),
      expiresAt: expiryOf(text(values, 'days')),
    }
    const made = await withGuildhall(loadEnv(), ({ ctx }) =>
      orTell('The token was not made', tokens.createForMember(ctx(), input).catch(unknownMember(memberName))),
    )
    if (values.json) sayJson({ id: String(made.id), token: made.token, scopes: input.scopes })
    else say(`Token of ${memberName}, shown this once: ${made.token}`)
    return 0
  },
} satisfies Verb

const unknownMember = (name: string) => (error: unknown) => {
  throw error instanceof NotFound ? new OperatorError(`There is no member "${name}"`) : error
}

function scopesOf(list = 'read,write'): Scope[] {
  return list.split(',').map(one => {
    const scope = SCOPES.find(known => known === one.trim())
    if (!scope) throw new UsageError(`there is no scope "${one}": ${SCOPES.join(', ')}`)
    return scope
  })
}

function expiryOf(days: string | undefined): Date | null {
  if (days === undefined) return null
  if (!/^[1-9]\d{0,3}$/.test(days)) throw new UsageError('--days must be a number of days, at most 9999')
  return new Date(Date.now() + Number(days) * DAY_MS)
}
