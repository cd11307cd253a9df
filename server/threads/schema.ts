import { Type } from 'typebox'
import { Id, PersonJson, Timestamp } from '../core/http/schemas.ts'
import { TagRefJson } from '../tags/schema.ts'

export const threadFields = {
  id: Id,
  title: Type.String(),
  slug: Type.String(),
  kind: Type.String(),
  categoryId: Id,
  author: PersonJson,
  lastPoster: Type.Union([PersonJson, Type.Null()]),
  replyCount: Type.Integer(),
  lastNumber: Type.Integer({ description: 'Number of the newest post' }),
  createdAt: Timestamp,
  activityAt: Timestamp,
  pinned: Type.Boolean(),
  locked: Type.Boolean(),
  tags: Type.Array(TagRefJson),
  version: Type.Integer(),
  url: Type.String(),
}

export const ThreadJson = Type.Object(threadFields, { $id: 'Thread' })
