import { Type } from 'typebox'
import { AvatarUrl, Id } from '../core/http/schemas.ts'

/** What somebody has begun to type after `@` or `#`. */
export const CompletionQuery = Type.Object(
  {
    kind: Type.Enum(['member', 'group', 'tag'], {
      description: '`member` and `group` are called with @, `tag` is named with #',
    }),
    q: Type.Optional(Type.String({ maxLength: 60, description: 'How the name begins' })),
    thread: Type.Optional(Id),
  },
  { additionalProperties: false },
)

export const CompletionsJson = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        name: Type.String({ description: 'What is typed after the sign' }),
        label: Type.String({ description: 'What people call it' }),
        avatarUrl: AvatarUrl,
      }),
    ),
  },
  { $id: 'Completions' },
)

export const SimilarQuery = Type.Object(
  { title: Type.String({ maxLength: 200, description: 'A title, or what there is of it' }) },
  { additionalProperties: false },
)

export const SimilarJson = Type.Object(
  {
    items: Type.Array(
      Type.Object({ id: Id, title: Type.String(), replyCount: Type.Integer(), categoryId: Id, url: Type.String() }),
    ),
  },
  { $id: 'SimilarThreads' },
)
