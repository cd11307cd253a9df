import { Type } from 'typebox'
import { Id } from '../core/http/schemas.ts'

const Name = Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' })

export const GroupInput = Type.Object(
  { slug: Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', minLength: 1, maxLength: 60 }), name: Name },
  { additionalProperties: false },
)

export const GroupChange = Type.Object({ name: Name }, { additionalProperties: false })

export const GroupJson = Type.Object(
  {
    id: Id,
    slug: Type.String(),
    name: Type.String(),
    kind: Type.Enum(['automatic', 'staff', 'custom']),
  },
  { $id: 'Group' },
)

const Key = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })
export const MembershipParams = Type.Object({ id: Key, memberId: Key })
