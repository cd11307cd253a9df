import { Type } from 'typebox'
import { Id, PersonJson, Timestamp } from '../core/http/schemas.ts'
import { CHOICES } from './reminder.ts'

export const NOTE_LENGTH = 1000

const Note = Type.String({ maxLength: NOTE_LENGTH })

export const BookmarkInput = Type.Object(
  {
    note: Type.Optional(Note),
    remindAt: Type.Optional(Type.Union([Timestamp, Type.Null()], { description: 'A moment to come, or none' })),
  },
  { additionalProperties: false },
)

/** The button in a thread sends none of it; the bookmark's own page sends all. */
export const BookmarkForm = Type.Object(
  {
    note: Type.Optional(Note),
    remind: Type.Optional(Type.Enum(CHOICES)),
    at: Type.Optional(Type.String({ maxLength: 40, description: 'Wall-clock time in `zone`' })),
    zone: Type.Optional(Type.String({ maxLength: 60 })),
    /** Where to go afterwards: to the list of bookmarks, or else to the post. */
    back: Type.Optional(Type.Literal('list')),
  },
  { additionalProperties: false },
)

/** Where a bookmark's page and its removal lead back to. */
export const Back = Type.Object({ back: Type.Optional(Type.Literal('list')) }, { additionalProperties: false })

export const BookmarksQuery = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 30 })),
    cursor: Type.Optional(Type.String({ maxLength: 200 })),
    by: Type.Optional(
      Type.Enum(['date', 'reminder'], {
        description: 'All, the newest first; or those with a reminder, the next first',
      }),
    ),
  },
  { additionalProperties: false },
)

export const BookmarkJson = Type.Object(
  {
    postId: Id,
    note: Type.String(),
    remindAt: Type.Union([Timestamp, Type.Null()]),
    createdAt: Timestamp,
    post: Type.Union(
      [
        Type.Object({
          id: Id,
          threadId: Id,
          number: Type.Integer(),
          threadTitle: Type.String(),
          author: PersonJson,
          excerpt: Type.String(),
          url: Type.String(),
        }),
        Type.Null(),
      ],
      { description: 'Null while the post is out of sight' },
    ),
  },
  { $id: 'Bookmark' },
)
