import { Type } from 'typebox'
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
