/** What of Discourse's JSON is read: topics (`/t/<id>.json`), posts (`/posts/<id>.json`), lists of categories. */

import { Type } from 'typebox'
import { Compile } from 'typebox/compile'

const Id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })
/** Left out and null are the same. */
const Maybe = <T extends Parameters<typeof Type.Optional>[0]>(schema: T) =>
  Type.Optional(Type.Union([schema, Type.Null(), Type.Undefined()]))
const At = Type.String({ minLength: 10, maxLength: 40 })

const PostShape = Type.Object({
  id: Id,
  username: Type.String({ minLength: 1 }),
  name: Maybe(Type.String()),
  avatar_template: Maybe(Type.String()),
  created_at: At,
  updated_at: Maybe(At),
  cooked: Maybe(Type.String()),
  raw: Maybe(Type.String()),
  post_number: Id,
  post_type: Maybe(Type.Integer()),
  reply_to_post_number: Maybe(Id),
  topic_id: Maybe(Id),
  topic_title: Maybe(Type.String()),
  category_id: Maybe(Id),
  version: Maybe(Type.Integer()),
  actions_summary: Maybe(Type.Array(Type.Object({ id: Type.Integer(), count: Maybe(Type.Integer()) }))),
  reactions: Maybe(Type.Array(Type.Object({ id: Type.String(), count: Type.Integer() }))),
  moderator: Maybe(Type.Boolean()),
  admin: Maybe(Type.Boolean()),
  trust_level: Maybe(Type.Integer()),
  hidden: Maybe(Type.Boolean()),
  cooked_hidden: Maybe(Type.Boolean()),
  deleted_at: Maybe(At),
  wiki: Maybe(Type.Boolean()),
  accepted_answer: Maybe(Type.Boolean()),
})

const TopicShape = Type.Object({
  id: Id,
  title: Type.String({ minLength: 1 }),
  unicode_title: Maybe(Type.String()),
  created_at: At,
  views: Maybe(Type.Integer({ minimum: 0 })),
  visible: Maybe(Type.Boolean()),
  closed: Maybe(Type.Boolean()),
  archived: Maybe(Type.Boolean()),
  archetype: Maybe(Type.String()),
  category_id: Maybe(Id),
  deleted_at: Maybe(At),
  pinned: Maybe(Type.Boolean()),
  pinned_globally: Maybe(Type.Boolean()),
  last_posted_at: Maybe(At),
  tags: Maybe(Type.Array(Type.Union([Type.String(), Type.Object({ name: Type.String() })]))),
  accepted_answer: Type.Optional(Type.Unknown()),
  post_stream: Type.Object({ posts: Type.Array(Type.Unknown()), stream: Maybe(Type.Array(Type.Unknown())) }),
})

const CategoryShape = Type.Object({
  id: Id,
  name: Type.String({ minLength: 1 }),
  slug: Maybe(Type.String()),
  description_text: Maybe(Type.String()),
  parent_category_id: Maybe(Id),
  read_restricted: Maybe(Type.Boolean()),
})

export type Post = Type.Static<typeof PostShape>
export type Topic = Type.Static<typeof TopicShape>
export type Category = Type.Static<typeof CategoryShape>

export const isPost = Compile(PostShape)
export const isTopic = Compile(TopicShape)
export const isCategory = Compile(CategoryShape)

/** The same without what is not read, which is most of it: documents are kept from one reading to the next. */
export const trimmedPost = (post: Post): Post => ({
  id: post.id,
  username: post.username,
  name: post.name,
  avatar_template: post.avatar_template,
  created_at: post.created_at,
  updated_at: post.updated_at,
  // Where the Markdown is given, what was made of it says nothing more.
  cooked: post.raw ? null : post.cooked,
  raw: post.raw,
  post_number: post.post_number,
  post_type: post.post_type,
  reply_to_post_number: post.reply_to_post_number,
  topic_id: post.topic_id,
  topic_title: post.topic_title,
  category_id: post.category_id,
  version: post.version,
  actions_summary: post.actions_summary,
  reactions: post.reactions,
  moderator: post.moderator,
  admin: post.admin,
  trust_level: post.trust_level,
  hidden: post.hidden,
  cooked_hidden: post.cooked_hidden,
  deleted_at: post.deleted_at,
  wiki: post.wiki,
  accepted_answer: post.accepted_answer,
})

export const trimmedTopic = (topic: Topic): Topic => ({
  id: topic.id,
  title: topic.title,
  unicode_title: topic.unicode_title,
  created_at: topic.created_at,
  views: topic.views,
  visible: topic.visible,
  closed: topic.closed,
  archived: topic.archived,
  archetype: topic.archetype,
  category_id: topic.category_id,
  deleted_at: topic.deleted_at,
  pinned: topic.pinned,
  pinned_globally: topic.pinned_globally,
  last_posted_at: topic.last_posted_at,
  tags: topic.tags,
  accepted_answer: topic.accepted_answer,
  post_stream: { posts: [], stream: topic.post_stream.stream },
})
