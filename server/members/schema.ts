import { Type } from 'typebox'
import { EmailText, PasswordText, ReturnTo } from '../auth/schema.ts'
import { AvatarUrl, Id, Timestamp } from '../core/http/schemas.ts'

export const NameText = Type.String({ minLength: 1, maxLength: 100 })

export const NameParams = Type.Object({ name: Type.String({ minLength: 1, maxLength: 100 }) })

export const MemberInput = Type.Object(
  {
    name: NameText,
    email: EmailText,
    password: PasswordText,
    verified: Type.Optional(Type.Boolean()),
    groups: Type.Optional(Type.Array(Type.String({ maxLength: 60 }), { maxItems: 50, description: 'Slugs' })),
  },
  { additionalProperties: false },
)

const Private = { description: 'Only for the member themselves and administrators' }

export const MemberJson = Type.Object(
  {
    id: Id,
    name: Type.String(),
    displayName: Type.String(),
    avatarUrl: AvatarUrl,
    about: Type.String(),
    trustLevel: Type.Integer(),
    postCount: Type.Integer(),
    createdAt: Timestamp,
    url: Type.String(),
    email: Type.Optional(Type.String(Private)),
    verified: Type.Optional(Type.Boolean(Private)),
    groups: Type.Optional(Type.Array(Type.String(), Private)),
  },
  { $id: 'Member' },
)

const closed = { additionalProperties: false }

export const JoinForm = Type.Object(
  {
    name: NameText,
    email: EmailText,
    password: PasswordText,
    /** The trap: people do not see it. */
    website: Type.Optional(Type.String({ maxLength: 1000 })),
    returnTo: ReturnTo,
  },
  closed,
)

export const ProfileForm = Type.Object(
  { displayName: Type.String({ maxLength: 200 }), about: Type.String({ maxLength: 4000 }) },
  closed,
)

export const PreferencesForm = Type.Object(
  {
    /** Empty: what the browser asks for. */
    locale: Type.Optional(Type.Enum(['en', 'fr', ''])),
    theme: Type.Optional(Type.Enum(['system', 'light', 'dark'])),
    density: Type.Optional(Type.Enum(['cosy', 'compact'])),
    returnTo: ReturnTo,
  },
  closed,
)
