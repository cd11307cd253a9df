import { categoryTree } from '../categories/tree.ts'
import type { Ctx } from '../core/context.ts'
import { memberPath } from '../profiles/frame.tsx'
import { threadPath } from '../threads/ledger.tsx'
import type { FeedItem } from './feed-formats.ts'
import { absolute } from './feed-text.ts'
import type { FeedPost } from './queries.ts'

/** A post as an item: for its own sake, or for the thread that it opens. */
export function itemOf(ctx: Ctx, post: FeedPost, as: 'post' | 'thread'): FeedItem {
  const { publicUrl } = ctx.host.env
  const { id, number, thread, author, createdAt } = post
  const url = (path: string) => new URL(path, publicUrl)
  const at = url(threadPath(thread, number))
  const category = ctx.read(categoryTree).get(thread.categoryId)
  return {
    id: tagUri(publicUrl, createdAt, as === 'thread' ? `thread/${thread.id}` : `post/${id}`),
    url: as === 'thread' ? at.href : `${at.href}#post-${id}`,
    title: as === 'thread' || number === 1 ? thread.title : ctx.t('feed.post', { title: thread.title, number }),
    html: absolute(post.html, at),
    excerpt: post.excerpt,
    author: { name: author.displayName, url: url(memberPath(author)).href },
    labels: [...kindLabels(ctx, thread), ...(category ? [category.name] : []), ...post.tags.map(({ name }) => name)],
    publishedAt: createdAt,
    updatedAt: post.editedAt ?? createdAt,
  }
}

/** Of a kind: which, and in which state. */
function kindLabels({ host, locale }: Ctx, thread: FeedPost['thread']): string[] {
  const kind = host.kinds.get(thread.kind)
  const status = kind?.statuses[thread.status]
  return [...(kind ? [kind.name[locale]] : []), ...(status ? [status.name[locale]] : [])]
}

/** A name for ever (RFC 4151): it holds neither a title nor a place, which both may change. */
const tagUri = ({ hostname }: URL, at: Date, name: string): string =>
  `tag:${hostname},${at.toISOString().slice(0, 10)}:${name}`
