/** Finds out what a document is. */

import { parseJson } from '../../core/text/json.ts'
import {
  type Category,
  isCategory,
  isPost,
  isTopic,
  type Post,
  type Topic,
  trimmedPost,
  trimmedTopic,
} from './shapes.ts'

export type Found =
  | { readonly kind: 'topic'; readonly topic: Topic; readonly posts: readonly Post[]; readonly broken: number }
  | { readonly kind: 'post'; readonly post: Post }
  | { readonly kind: 'categories'; readonly categories: readonly Category[] }
  /** Something else, which is nobody's fault. */
  | { readonly kind: 'other' }
  | { readonly kind: 'broken'; readonly why: string }

/** Says what a document is; never throws. */
export function foundIn(content: Uint8Array): Found {
  try {
    return readDocument(Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('utf8'))
  } catch (error) {
    return brokenBy(error)
  }
}

/** What a document is that cannot be read. */
export const brokenBy = (error: unknown): Found => ({
  kind: 'broken',
  why: error instanceof Error ? error.message : String(error),
})

function readDocument(text: string): Found {
  let value: unknown
  try {
    value = parseJson(text)
  } catch {
    return { kind: 'broken', why: 'no JSON' }
  }
  if (value === null || typeof value !== 'object') return { kind: 'broken', why: 'neither a topic nor a post' }
  if ('post_stream' in value) return topicOf(value)
  if ('cooked' in value || 'raw' in value) {
    return isPost.Check(value) && timed(value)
      ? { kind: 'post', post: trimmedPost(value) }
      : { kind: 'broken', why: why(isPost, value) }
  }
  const list = categoriesIn(value)
  if (list) return { kind: 'categories', categories: list }
  return { kind: 'broken', why: 'neither a topic nor a post' }
}

function topicOf(value: object): Found {
  if (!isTopic.Check(value) || !timed(value)) return { kind: 'broken', why: why(isTopic, value) }
  const posts = value.post_stream.posts.flatMap(post => (isPost.Check(post) && timed(post) ? [trimmedPost(post)] : []))
  return { kind: 'topic', topic: trimmedTopic(value), posts, broken: value.post_stream.posts.length - posts.length }
}

/** `/categories.json` and `/site.json`. */
function categoriesIn(value: object): Category[] | null {
  const holder = 'category_list' in value ? Object(value.category_list) : value
  const list: unknown = 'categories' in holder ? holder.categories : null
  return Array.isArray(list) ? list.filter(one => isCategory.Check(one)) : null
}

const timed = ({ created_at }: { readonly created_at: string }): boolean => !Number.isNaN(Date.parse(created_at))

/** The first thing that is wrong with a document, for its operator. */
function why(shape: Pick<typeof isPost | typeof isTopic, 'Errors'>, value: unknown): string {
  const [first] = shape.Errors(value)
  return first ? `${first.instancePath || 'the document'} ${first.message}` : 'its date cannot be read'
}
