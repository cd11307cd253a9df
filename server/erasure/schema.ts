import { Type } from 'typebox'
import { PasswordText } from '../auth/schema.ts'
import { Timestamp } from '../core/http/schemas.ts'

const closed = { additionalProperties: false }

/** What becomes of the posts: they stay as those of a former member, or their words go too. */
const POSTS = ['keep', 'remove'] as const
export type PostsChoice = (typeof POSTS)[number]

const Choice = Type.Optional(
  Type.Enum([...POSTS], {
    description: 'What becomes of the posts, where the community lets its members choose; kept unless said otherwise',
  }),
)

export const OwnErasure = Type.Object({ password: PasswordText, posts: Choice }, closed)
export const MemberErasure = Type.Object({ posts: Choice }, closed)

/** `name` is typed again, so that nobody is erased by a slip. */
export const MemberErasureForm = Type.Object({ posts: Choice, name: Type.String({ maxLength: 100 }) }, closed)

export const ErasureJson = Type.Object(
  {
    posts: Type.Enum([...POSTS]),
    dueAt: Type.Unsafe<string>({ ...Timestamp, description: 'Until then signing in calls it off' }),
  },
  { $id: 'Erasure' },
)
