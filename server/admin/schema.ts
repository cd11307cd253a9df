import { Type } from 'typebox'
import { RIGHTS } from '../categories/tree.ts'
import { Id, Timestamp } from '../core/http/schemas.ts'

const GroupSlugs = Type.Array(Type.String({ maxLength: 60 }), { maxItems: 1000 })

export const PermissionJson = Type.Object(
  {
    name: Type.String(),
    label: Type.String(),
    groups: Type.Array(Type.String(), { description: 'Slugs of the groups that hold it' }),
  },
  { $id: 'Permission' },
)

export const PermissionParams = Type.Object({ name: Type.String({ maxLength: 80 }) })
export const PermissionChange = Type.Object({ groups: GroupSlugs }, { additionalProperties: false })

export const AccessQuery = Type.Object(
  {
    member: Type.Optional(Type.String({ minLength: 1, maxLength: 60, description: 'A name; left out for a visitor' })),
    categoryId: Id,
  },
  { additionalProperties: false },
)

export const AccessJson = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        right: Type.Enum([...RIGHTS]),
        may: Type.Boolean(),
        because: Type.Enum(['administrator', 'moderates', 'granted', 'unseen', 'ungranted'], {
          description: 'Unseen: has the right, and does not read there. Ungranted: none of their groups has it',
        }),
        groups: Type.Array(Type.String(), { description: 'Slugs of the groups through which they have it' }),
      }),
    ),
  },
  { $id: 'Access' },
)

const mailFields = {
  id: Id,
  recipient: Type.String(),
  subject: Type.String(),
  createdAt: Timestamp,
  sentAt: Type.Union([Timestamp, Type.Null()]),
  attempts: Type.Integer(),
  error: Type.Union([Type.String(), Type.Null()]),
}

export const MailJson = Type.Object(mailFields, { $id: 'Mail' })
export const MailWithTextJson = Type.Object(
  { ...mailFields, text: Type.String({ description: 'Empty once the mail was sent' }) },
  { $id: 'MailWithText' },
)

/** An id in a form. */
export const Key = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })
/** Empty where there is none: at the top, in the last place. */
export const KeyOrNone = Type.Union([Key, Type.Literal('')])

/** One place up or down; or, where scripts run, into any place at once. */
export const MoveForm = Type.Object(
  {
    by: Type.Optional(Type.Enum(['up', 'down'])),
    parentId: Type.Optional(KeyOrNone),
    before: Type.Optional(KeyOrNone),
    version: Type.Optional(Type.Integer({ minimum: 0, maximum: 999_999_999 })),
  },
  { additionalProperties: false },
)
