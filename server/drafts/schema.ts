import { Type } from 'typebox'
import { Timestamp } from '../core/http/schemas.ts'
import type { Kinds } from '../core/kinds.ts'

/** What a draft is for: a new thread, a reply to a thread, an edit of a post. */
const DraftKey = Type.String({
  pattern: '^(thread|(reply|edit)-[1-9][0-9]{0,14})$',
  description: '`thread`, `reply-<thread id>` or `edit-<post id>`',
})

export const DraftParams = Type.Object({ key: DraftKey })

/** A draft may say nothing yet: what was typed so far is in its fields. */
const DraftBody = Type.String({ maxLength: 64_000 })

/** So many fields a draft may have where nobody declares more: also those of kinds whose plugin is off meanwhile. */
const MOST_FIELDS = 60

const OWN_FIELDS = {
  title: Type.Optional(Type.String({ maxLength: 300 })),
  categoryId: Type.Optional(Type.String({ maxLength: 20 })),
  tags: Type.Optional(Type.String({ maxLength: 1000 })),
  replyTo: Type.Optional(Type.String({ maxLength: 20 })),
  reason: Type.Optional(Type.String({ maxLength: 300 })),
  version: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,8}$' })),
  kind: Type.Optional(Type.String({ maxLength: 40 })),
}

const FIELDS = {
  additionalProperties: false,
  // What a thread's kind asks for: `<kind>.<field>`.
  patternProperties: { '^[a-z][a-z0-9]{1,30}\\.[a-z][A-Za-z0-9]{0,40}$': Type.String({ maxLength: 2000 }) },
} as const

export const DraftFields = Type.Object(OWN_FIELDS, FIELDS)

/** A form sends what all kinds ask for, whichever is chosen. */
export function draftInput(kinds: Kinds) {
  const declared = [...kinds.values()].reduce((sum, { fields }) => sum + Object.keys(fields).length, 0)
  const maxProperties = Math.max(MOST_FIELDS, Object.keys(OWN_FIELDS).length + declared)
  return Type.Object(
    { body: DraftBody, fields: Type.Optional(Type.Object(OWN_FIELDS, { ...FIELDS, maxProperties })) },
    { additionalProperties: false },
  )
}

export const DraftJson = Type.Object(
  {
    key: Type.String(),
    kind: Type.Union([Type.Literal('thread'), Type.Literal('reply'), Type.Literal('edit')]),
    body: Type.String(),
    fields: DraftFields,
    version: Type.Integer(),
    subject: Type.Union([Type.Object({ title: Type.String(), url: Type.String() }), Type.Null()], {
      description: 'The thread that it is about; null for a new one, and for one that is out of sight',
    }),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  },
  { $id: 'Draft' },
)
