import { Type } from 'typebox'
import { MAX_EMAIL } from '../auth/emails.ts'
import { EmailText, PasswordText, ReturnTo } from '../auth/schema.ts'
import { AvatarUrl, Id, ListQuery, Timestamp } from '../core/http/schemas.ts'
import { type MemberFields, MOST_LETTERS } from '../core/member-fields.ts'
import { fieldsForm } from './fields.ts'
import { AUDIENCES } from './privacy.ts'

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

/** By what a member comes to follow a thread; reading includes writing. */
export const AUTO_FOLLOW = ['nothing', 'writing', 'reading'] as const
export type AutoFollow = (typeof AUTO_FOLLOW)[number]

const Kept = { description: 'Left out when the member does not show it to you' }
const Private = { description: 'Only for the member themselves and administrators' }

/** Which members those who keep them look for. */
export const MEMBER_STATES = ['all', 'staff', 'suspended', 'unverified'] as const
export type MemberState = (typeof MEMBER_STATES)[number]

export const MemberListQuery = Type.Object(
  {
    ...ListQuery.properties,
    q: Type.Optional(
      Type.String({
        maxLength: 254,
        description: 'What a name, display name or address begins with, or an id; for administrators, newest first',
      }),
    ),
    state: Type.Optional(Type.Enum([...MEMBER_STATES], { description: 'For administrators, newest first' })),
  },
  { additionalProperties: false },
)

export const MemberJson = Type.Object(
  {
    id: Id,
    name: Type.String(),
    displayName: Type.String(),
    avatarUrl: AvatarUrl,
    trustLevel: Type.Integer(),
    createdAt: Timestamp,
    url: Type.String(),
    about: Type.Optional(Type.String(Kept)),
    fields: Type.Optional(
      Type.Record(Type.String(), Type.String(), {
        description:
          'What plugins ask members for, as `<plugin>.<name>`: what of it you may see, where any plugin does',
      }),
    ),
    postCount: Type.Optional(Type.Integer(Kept)),
    lastSeenAt: Type.Optional(
      Type.String({
        format: 'date-time',
        description: 'To the hour; left out when the member does not show it to you',
      }),
    ),
    email: Type.Optional(Type.String(Private)),
    verified: Type.Optional(Type.Boolean(Private)),
    suspendedUntil: Type.Optional(Type.String({ format: 'date-time', ...Private })),
    groups: Type.Optional(Type.Array(Type.String(), Private)),
    profileAudience: Type.Optional(Type.Enum([...AUDIENCES], Private)),
    activityAudience: Type.Optional(Type.Enum([...AUDIENCES], Private)),
    profileIndexed: Type.Optional(Type.Boolean(Private)),
    autoFollow: Type.Optional(
      Type.Enum([...AUTO_FOLLOW], {
        description: 'By what they come to follow a thread; only for the member themselves and administrators',
      }),
    ),
  },
  { $id: 'Member' },
)

const closed = { additionalProperties: false }

/** What those who keep the members change of an account; what is not given stays. */
export const MemberChange = Type.Object(
  {
    name: Type.Optional(
      Type.String({ minLength: 1, maxLength: 100, description: 'The one before leads to the member from then on' }),
    ),
    email: Type.Optional(
      Type.String({ minLength: 1, maxLength: MAX_EMAIL, description: 'Without `verified` it waits for confirmation' }),
    ),
    verified: Type.Optional(Type.Boolean()),
  },
  closed,
)

export const JoinForm = Type.Object(
  {
    name: NameText,
    email: EmailText,
    password: PasswordText,
    /** Asked for where the community has terms. */
    terms: Type.Optional(Type.Literal('on')),
    /** The trap: people do not see it. */
    website: Type.Optional(Type.String({ maxLength: 1000 })),
    returnTo: ReturnTo,
  },
  closed,
)

/** With the fields that plugins add. */
export const profileForm = (fields: MemberFields) =>
  Type.Object(
    { displayName: Type.String({ maxLength: 200 }), about: Type.String({ maxLength: 4000 }), ...fieldsForm(fields) },
    closed,
  )

const privacy = { profileAudience: Type.Enum([...AUDIENCES]), activityAudience: Type.Enum([...AUDIENCES]) }

export const PrivacyForm = Type.Object({ ...privacy, profileIndexed: Type.Optional(Type.Literal('on')) }, closed)

/** Beside what the pages of settings send: what is not given stays. */
export const OwnChange = Type.Object(
  {
    displayName: Type.Optional(Type.String({ maxLength: 200, description: 'Empty: the name' })),
    about: Type.Optional(Type.String({ maxLength: 4000 })),
    fields: Type.Optional(
      Type.Record(
        Type.String({ maxLength: 100 }),
        Type.Union([Type.String({ maxLength: MOST_LETTERS }), Type.Null()]),
        {
          description: 'By `<plugin>.<name>`; null or empty takes one back, and what is not given stays',
        },
      ),
    ),
    profileAudience: Type.Optional(privacy.profileAudience),
    activityAudience: Type.Optional(privacy.activityAudience),
    profileIndexed: Type.Optional(Type.Boolean()),
    locale: Type.Optional(Type.Union([Type.Enum(['en', 'fr']), Type.Null()])),
    theme: Type.Optional(Type.Enum(['system', 'light', 'dark'])),
    density: Type.Optional(Type.Enum(['cosy', 'compact'])),
    autoFollow: Type.Optional(
      Type.Union([Type.Enum([...AUTO_FOLLOW]), Type.Null()], {
        description:
          'By what you come to follow a thread: by nothing, by writing in it, or by reading it for the first time, too; null: as the community has it',
      }),
    ),
  },
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
