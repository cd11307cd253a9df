import { Type } from 'typebox'
import { Id, Timestamp } from '../core/http/schemas.ts'
import { SCOPES } from '../core/http/scopes.ts'

export const TokenName = Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' })
export const ScopeList = Type.Array(Type.Enum([...SCOPES]), { minItems: 1, maxItems: SCOPES.length })

const Moment = Type.Union([Timestamp, Type.Null()])

export const TokenInput = Type.Object(
  { name: TokenName, scopes: ScopeList, expiresAt: Type.Optional(Moment) },
  { additionalProperties: false },
)

const fields = {
  id: Id,
  name: Type.String(),
  scopes: Type.Array(Type.String()),
  createdAt: Timestamp,
  expiresAt: Moment,
  lastUsedAt: Moment,
}

export const TokenJson = Type.Object(fields, { $id: 'Token' })

export const NewTokenJson = Type.Object(
  {
    ...fields,
    token: Type.Optional(
      Type.String({ description: 'The secret, given once: a repeated request is answered without it' }),
    ),
  },
  { $id: 'NewToken' },
)
