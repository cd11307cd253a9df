import { Type } from 'typebox'
import { Id, PersonJson, Timestamp } from '../core/http/schemas.ts'
import { TagRefJson } from '../tags/schema.ts'

const UnreadJson = Type.Object({
  count: Type.Integer({
    minimum: 1,
    maximum: 100,
    description: 'Posts that you have not read; 100 for that many or more',
  }),
  firstNumber: Type.Integer({ minimum: 1, description: 'Number of the first of them' }),
})

export const threadFields = {
  id: Id,
  title: Type.String(),
  slug: Type.String(),
  kind: Type.String({ description: '`thread`, or a kind that a plugin brings, such as `question`' }),
  status: Type.String({ description: 'In which state a thread of such a kind is; empty for plain ones' }),
  fields: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()]), {
    description: 'What its kind asks for beside title and text, by name',
  }),
  categoryId: Id,
  author: PersonJson,
  lastPoster: Type.Union([PersonJson, Type.Null()]),
  replyCount: Type.Integer(),
  lastNumber: Type.Integer({ description: 'Number of the newest post' }),
  viewCount: Type.Integer({ description: 'How often its page was opened, as of some seconds ago' }),
  createdAt: Timestamp,
  activityAt: Timestamp,
  pinned: Type.Boolean(),
  locked: Type.Boolean(),
  tags: Type.Array(TagRefJson),
  version: Type.Integer(),
  unread: Type.Union([UnreadJson, Type.Null()], { description: 'What waits for you; null when nothing does' }),
  url: Type.String(),
}

export const ThreadJson = Type.Object(threadFields, { $id: 'Thread' })
