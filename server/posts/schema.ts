import { Type } from 'typebox'
import { Id, PersonJson, Timestamp } from '../core/http/schemas.ts'
import { Body, Title } from '../core/http/texts.ts'
import type { Kinds } from '../core/kinds.ts'
import { TagNames } from '../tags/schema.ts'
import { kindInput } from '../threads/kind-input.ts'
import { threadFields } from '../threads/schema.ts'

export const ReactionCountJson = Type.Object(
  {
    key: Type.String({ description: 'Such as `heart`' }),
    count: Type.Integer({ minimum: 1 }),
    mine: Type.Boolean({ description: 'Whether the one who asks is among them' }),
  },
  { $id: 'ReactionCount' },
)

export const PostJson = Type.Object(
  {
    id: Id,
    threadId: Id,
    number: Type.Integer({ minimum: 1 }),
    author: PersonJson,
    replyTo: Type.Union([Type.Object({ id: Id, number: Type.Integer() }), Type.Null()]),
    body: Type.String({ description: 'Markdown, as it was written' }),
    html: Type.String({ description: 'Safe HTML, cooked from the body' }),
    wiki: Type.Boolean({ description: 'Whether everybody who may reply may edit it' }),
    version: Type.Integer(),
    createdAt: Timestamp,
    editedAt: Type.Union([Timestamp, Type.Null()]),
    reactions: Type.Array(ReactionCountJson),
    editor: Type.Union([PersonJson, Type.Null()], {
      description: 'Who made the newest version; null until it is edited',
    }),
    editReason: Type.String(),
    url: Type.String(),
  },
  { $id: 'Post' },
)

/** Why something is edited or deleted. */
export const Reason = Type.String({ maxLength: 200 })

export const VersionJson = Type.Object(
  {
    version: Type.Integer(),
    body: Type.String({ description: 'Markdown' }),
    title: Type.Union([Type.String(), Type.Null()], { description: 'Of an opening post: the title at the time' }),
    editor: PersonJson,
    reason: Type.String(),
    at: Timestamp,
  },
  { $id: 'PostVersion' },
)

/** @param kinds those that threads may be of: what they ask for stands beside title and text */
export const threadInput = (kinds: Kinds) =>
  Type.Object(
    { categoryId: Id, title: Title, body: Body, tags: Type.Optional(TagNames), ...kindInput(kinds) },
    { additionalProperties: false },
  )

export const ThreadWithPostJson = Type.Object({ ...threadFields, post: PostJson }, { $id: 'ThreadWithPost' })
