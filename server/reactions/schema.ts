import { Type } from 'typebox'
import { Id, PersonJson, Timestamp } from '../core/http/schemas.ts'
import { ReactionCountJson } from '../posts/schema.ts'

/** Any key: one that is taken off the set can still be taken back. Whether it may be given is the verb's question. */
const Key = Type.String({ minLength: 1, maxLength: 40, pattern: '^[a-z][a-z-]*$', description: 'Such as `heart`' })

export const ReactionParams = Type.Object({
  id: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
  key: Key,
})

export const ReactionInput = Type.Object({ key: Key }, { additionalProperties: false })

/** A pressed button sends its key although the address has it. */
export const UndoInput = Type.Object({ key: Type.Optional(Key) }, { additionalProperties: false })

export const ReactionsQuery = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 30 })),
    cursor: Type.Optional(Type.String({ maxLength: 200 })),
    key: Type.Optional(Key),
  },
  { additionalProperties: false },
)

export const ReactionJson = Type.Object({ key: Type.String(), member: PersonJson, at: Timestamp }, { $id: 'Reaction' })

export const ReactionSummaryJson = Type.Object(
  { postId: Id, reactions: Type.Array(ReactionCountJson) },
  { $id: 'ReactionSummary', description: 'How a post is reacted to, once the change is made' },
)
