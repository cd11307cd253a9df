import { Type } from 'typebox'
import { Id, ListQuery, PersonJson, Timestamp } from '../core/http/schemas.ts'

const Word = Type.String({ minLength: 1, maxLength: 80 })

export const AuditQuery = Type.Object(
  {
    ...ListQuery.properties,
    actor: Type.Optional(Type.String({ minLength: 1, maxLength: 80, description: 'Name of a member' })),
    act: Type.Optional(Word),
    targetType: Type.Optional(Word),
    targetId: Type.Optional(Word),
    since: Type.Optional(Timestamp),
    until: Type.Optional(Timestamp),
  },
  { additionalProperties: false },
)

export const AuditEntryJson = Type.Object(
  {
    id: Id,
    at: Timestamp,
    act: Type.String(),
    actor: Type.Union([PersonJson, Type.Null()], { description: 'Null: the server itself, or somebody who has left' }),
    target: Type.Object({
      type: Type.String(),
      id: Type.String(),
      name: Type.Union([Type.String(), Type.Null()]),
      url: Type.Union([Type.String(), Type.Null()], { description: 'Null: it is gone, or out of your sight' }),
    }),
    reason: Type.String(),
    data: Type.Record(Type.String(), Type.Unknown(), { description: 'What was changed; never a secret' }),
  },
  { $id: 'AuditEntry' },
)
