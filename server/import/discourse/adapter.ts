/**
 * Discourse's JSON: documents of topics and of posts in any mix, as its API gives them, and lists of categories if there
 * are any. The host that its pictures name is what the source is called.
 */
import type { Adapter } from '../adapter.ts'
import { markdownFromHtml } from '../markdown/from-html.ts'
import { markdownFromRaw } from '../markdown/from-raw.ts'
import type { LeftOut, MemberRecord, PostRecord, SurveyRecord, ThreadRecord } from '../records.ts'
import { nameKey, resolver } from './addresses.ts'
import type { Category, Post, Topic } from './shapes.ts'
import { Documents } from './twice.ts'

export type DiscourseOptions = {
  /** A folder, an archive, or one document. */
  readonly path: string
  /** The address that the forum had, such as `forum.example.org`; else the one that its pictures name. */
  readonly host?: string | undefined
}

/** What its numbers of post types mean. */
const TYPE = { regular: 1, moderatorAction: 2, smallAction: 3, whisper: 4 } as const
/** Markdown as it was written is better than what was made of it. */
const RANK = { cooked: 1, raw: 2 } as const
const LIKE = 2
/** Its own reactions by ours; others have no like here. */
const REACTIONS: Readonly<Record<string, string>> = {
  heart: 'heart',
  '+1': 'heart',
  clap: 'party-popper',
  tada: 'party-popper',
  rocket: 'party-popper',
  laughing: 'smile',
  smile: 'smile',
  open_mouth: 'smile',
  hugs: 'hand-heart',
  bulb: 'lightbulb',
}

export class DiscourseAdapter implements Adapter {
  private readonly hosts = new Map<string, number>()
  private readonly documents: Documents

  constructor(private readonly options: DiscourseOptions) {
    this.documents = new Documents(options.path)
  }

  source(): string {
    return this.host() ?? 'discourse'
  }

  converter: Adapter['converter'] = found => {
    const host = this.host()
    const resolve = resolver(found, new Set(host === null ? [] : [host, ...this.hosts.keys()]))
    return (text, rank) => (rank === RANK.raw ? markdownFromRaw(text, resolve) : markdownFromHtml(text, resolve))
  }

  async *survey(): AsyncGenerator<SurveyRecord> {
    for await (const { name, found } of this.documents.all()) {
      if (found.kind === 'broken') yield { kind: 'left-out', why: found.why, name }
      if (found.kind === 'other') yield { kind: 'left-out', why: 'files of another kind', name }
      if (found.kind === 'categories') for (const one of found.categories) yield categoryOf(one)
      if (found.kind === 'post') yield* this.surveyPost(found.post, null)
      if (found.kind !== 'topic') continue
      for (let count = 0; count < found.broken; count++) {
        yield { kind: 'left-out', why: 'broken posts', name }
      }
      yield* this.surveyTopic(found.topic, found.posts)
    }
  }

  async *posts(): AsyncGenerator<PostRecord> {
    for await (const { found } of this.documents.all()) {
      if (found.kind === 'post') yield* recordsOf([found.post], null)
      if (found.kind === 'topic') yield* recordsOf(found.posts, found.topic)
    }
  }

  private *surveyTopic(topic: Topic, posts: readonly Post[]): Generator<SurveyRecord> {
    if (topic.archetype === 'private_message') {
      yield leftOut('private messages')
      return
    }
    const [first] = posts.filter(post => reasonAgainst(post) === null).sort((a, b) => a.post_number - b.post_number)
    if (first) {
      yield { kind: 'category', id: categoryIdOf(topic), name: null }
      yield threadOf(topic, first, posts)
    }
    for (const post of posts) yield* this.surveyPost(post, topic)
    const more = (topic.post_stream.stream?.length ?? 0) - posts.length
    for (let count = 0; count < more; count++) yield leftOut('posts that topics name and do not bring')
  }

  private *surveyPost(post: Post, topic: Topic | null): Generator<SurveyRecord> {
    const host = /^\/user_avatar\/([^/]+)\//.exec(post.avatar_template ?? '')?.[1]
    if (host !== undefined) this.hosts.set(host, (this.hosts.get(host) ?? 0) + 1)
    const why = reasonAgainst(post)
    if (why !== null) {
      yield leftOut(why)
      return
    }
    yield memberOf(post)
    const threadId = String(topic?.id ?? post.topic_id ?? '')
    if (topic === null && post.topic_title) {
      yield { kind: 'category', id: categoryIdOf(post), name: null }
      yield threadOfPost(post, threadId)
    }
    const { id, number, createdAt, rank } = headOf(post)
    yield { kind: 'post', id, threadId, number, createdAt, rank }
  }

  /** The one that was said, else the one that is named most. */
  private host(): string | null {
    const [named] = [...this.hosts].sort(([, a], [, b]) => b - a)
    return this.options.host ?? named?.[0] ?? null
  }
}

const leftOut = (why: string): LeftOut => ({ kind: 'left-out', why })

/** Why a post is not taken; null when it is. */
function reasonAgainst(post: Post): string | null {
  if (post.post_type === TYPE.smallAction) return 'notes of the server (closed, split, pinned)'
  if (post.post_type === TYPE.whisper) return 'whispers of staff'
  if (post.hidden && post.cooked_hidden) return 'hidden posts whose text is not given'
  return post.raw || post.cooked ? null : 'posts without a text'
}

const categoryOf = (category: Category): SurveyRecord => ({
  kind: 'category',
  id: String(category.id),
  name: category.name,
  description: category.description_text ?? '',
  parentId: category.parent_category_id ? String(category.parent_category_id) : null,
  closed: category.read_restricted ?? false,
  ...(category.slug && { slug: category.slug }),
})

/** What is in no category there comes into one of its own. */
const categoryIdOf = ({ category_id }: Pick<Topic, 'category_id'>): string => String(category_id ?? 0)

const memberOf = (post: Post): MemberRecord => ({
  kind: 'member',
  id: nameKey(post.username),
  name: post.username,
  displayName: post.name || null,
  trustLevel: post.trust_level ?? 0,
  seenAt: new Date(post.created_at),
  staff: Boolean(post.admin || post.moderator),
})

const dateOr = (text: string | null | undefined): Date | null => {
  const at = Date.parse(text ?? '')
  return Number.isNaN(at) ? null : new Date(at)
}

function threadOf(topic: Topic, first: Post, posts: readonly Post[]): ThreadRecord {
  const createdAt = new Date(topic.created_at)
  const last = dateOr(topic.last_posted_at) ?? createdAt
  const accepted = posts.find(post => post.accepted_answer)?.post_number ?? acceptedIn(topic.accepted_answer)
  return {
    kind: 'thread',
    id: String(topic.id),
    whole: true,
    title: topic.unicode_title || topic.title,
    categoryId: categoryIdOf(topic),
    createdAt,
    authorId: nameKey(first.username),
    viewCount: topic.views ?? 0,
    pinned: Boolean(topic.pinned || topic.pinned_globally),
    // When it was closed is not told; not before its last post.
    lockedAt: topic.closed || topic.archived ? last : null,
    hiddenAt: topic.visible === false ? last : null,
    deletedAt: dateOr(topic.deleted_at),
    tags: (topic.tags ?? []).map(tag => (typeof tag === 'string' ? tag : tag.name)),
    ...(accepted !== null && { extra: { acceptedAnswer: accepted } }),
  }
}

/** The number of the accepted answer, as a topic names it. */
function acceptedIn(value: unknown): number | null {
  const number: unknown = Object(value).post_number
  return typeof number === 'number' ? number : null
}

const threadOfPost = (post: Post, id: string): ThreadRecord => ({
  kind: 'thread',
  id,
  whole: false,
  title: post.topic_title ?? '',
  categoryId: categoryIdOf(post),
  createdAt: new Date(post.created_at),
  authorId: nameKey(post.username),
  ...(post.accepted_answer && { extra: { acceptedAnswer: post.post_number } }),
})

function headOf(post: Post) {
  return {
    id: String(post.id),
    number: post.post_number,
    createdAt: new Date(post.created_at),
    rank: post.raw ? RANK.raw : RANK.cooked,
  }
}

function* recordsOf(posts: readonly Post[], topic: Topic | null): Generator<PostRecord> {
  for (const post of posts) {
    if (reasonAgainst(post) !== null) continue
    const { raw, cooked, version } = post
    const editedAt = (version ?? 1) > 1 ? dateOr(post.updated_at) : null
    const { id, number, createdAt, rank } = headOf(post)
    yield {
      id,
      number,
      createdAt,
      rank,
      threadId: String(topic?.id ?? post.topic_id ?? ''),
      authorId: nameKey(post.username),
      replyTo: post.reply_to_post_number ?? null,
      editedAt,
      wiki: post.wiki ?? false,
      hiddenAt: post.hidden ? new Date(post.created_at) : null,
      deletedAt: dateOr(post.deleted_at),
      tallies: talliesOf(post),
      text: raw || (cooked ?? ''),
    }
  }
}

/** How many liked it; where reactions are told apart, they by their kinds. Likes are among those. */
function talliesOf({ actions_summary, reactions }: Post): PostRecord['tallies'] {
  const counts = new Map<string, number>()
  for (const { id, count } of reactions ?? []) {
    const key = REACTIONS[id]
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + count)
  }
  const likes = actions_summary?.find(({ id }) => id === LIKE)?.count ?? 0
  if (!reactions && likes > 0) counts.set('heart', likes)
  return [...counts].map(([key, count]) => ({ key, count }))
}
