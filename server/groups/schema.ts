import { Type } from 'typebox'
import { Id } from '../core/http/schemas.ts'

const Name = Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' })

const Mentionable = Type.Boolean({ description: 'Whether members may call the whole group with `@slug`' })

export const GroupInput = Type.Object(
  {
    slug: Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', minLength: 1, maxLength: 60 }),
    name: Name,
    mentionable: Type.Optional(Mentionable),
  },
  { additionalProperties: false },
)

export const GroupChange = Type.Object(
  { name: Type.Optional(Name), mentionable: Type.Optional(Mentionable) },
  { additionalProperties: false, minProperties: 1 },
)

/** A form's box says something only while it is ticked. */
export const GroupForm = Type.Object(
  { name: Name, mentionable: Type.Optional(Type.Literal('on')) },
  { additionalProperties: false },
)

export const GroupJson = Type.Object(
  {
    id: Id,
    slug: Type.String(),
    name: Type.String(),
    kind: Type.Enum(['automatic', 'staff', 'custom']),
    mentionable: Mentionable,
  },
  { $id: 'Group' },
)

export const GroupsJson = Type.Object({ items: Type.Array(GroupJson) })

export const GroupPlace = Type.Object(
  {
    before: Type.Union([Id, Type.Null()], {
      description: 'The group that it comes right before; null for the last place',
    }),
  },
  { additionalProperties: false },
)

const Key = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })
export const MembershipParams = Type.Object({ id: Key, memberId: Key })
