/** One post on the spine, and what is left of a deleted one. */

import { SaveControl } from '../bookmarks/views.tsx'
import type { ReactionCount } from '../posts/queries.ts'
import type { ReactionKey } from '../reactions/kinds.ts'
import { ReactionBar } from '../reactions/views.tsx'
import { Avatar, type Person } from '../site/avatar.tsx'
import { Cooked } from '../site/cooked.tsx'
import { Icon } from '../site/icon.tsx'
import type { PageContext } from '../site/page.ts'
import { Time } from '../site/time.tsx'
import { TrustMark } from '../site/trust.tsx'
import { threadPath } from '../threads/ledger.tsx'
import { PostMenu } from './post-menu.tsx'
import { type PostThread, postPath } from './post-path.ts'

export { type PostThread, postPath }

export type PostItem = {
  readonly id: number
  readonly number: number
  readonly author: Person
  readonly trustLevel: number
  readonly replyTo: { readonly id: number; readonly number: number } | null
  readonly html: string
  readonly createdAt: Date
  readonly editedAt: Date | null
  /** Set for those who still see its tombstone. */
  readonly deletedAt: Date | null
  readonly reactions: readonly ReactionCount[]
}

/** The reactions that posts are shown with, and those that this class of viewers may give; null for who may not. */
export type Reacting = { readonly keys: readonly ReactionKey[]; readonly offered: readonly ReactionKey[] | null }

type PostProps = {
  readonly page: PageContext
  readonly thread: PostThread
  readonly post: PostItem
  /** Whether this class of viewers may answer here. */
  readonly canReply: boolean
  readonly reacting: Reacting
}

export function Post(props: PostProps) {
  const { page, thread, post, reacting } = props
  const { t } = page
  const { id, number, author, replyTo } = post
  if (post.deletedAt) return <Tombstone page={page} post={post} />
  return (
    <article class="post" data-author={author.id} aria-labelledby={`post-${id}-author`}>
      <Avatar page={page} of={author} size="lg" />
      <header class="meta">
        <a class="who" id={`post-${id}-author`} href={`/m/${encodeURIComponent(author.name)}`}>
          {author.displayName}
        </a>
        <TrustMark page={page} level={post.trustLevel} />
        <Time page={page} at={post.createdAt} />
        {post.editedAt && <span>{t('post.edited')}</span>}
        <a class="num" href={postPath(thread, post)} aria-label={t('post.number', { number })}>
          {number}
        </a>
      </header>
      {replyTo && (
        <a class="answers" href={postPath(thread, replyTo)}>
          <Icon page={page} name="corner-up-left" class="sm flip" />
          {t('post.answers', { number: replyTo.number })}
        </a>
      )}
      <Cooked html={post.html} />
      {(page.signedIn || post.reactions.length > 0) && (
        <footer class="split">
          <ReactionBar page={page} post={post} {...reacting} />
          {page.signedIn && <Controls {...props} />}
        </footer>
      )}
    </article>
  )
}

function Controls({ page, thread, post, canReply }: PostProps) {
  const { t } = page
  const { id, number } = post
  return (
    <div class="row end" id={`post-${id}-controls`}>
      {canReply && (
        <a
          class="btn ghost sm"
          href={`${threadPath(thread)}/${number}?replyTo=${id}#reply`}
          aria-label={t('post.replyTo', { number })}
        >
          <Icon page={page} name="reply" class="sm flip" />
          {t('post.reply')}
        </a>
      )}
      <SaveControl post={post} />
      <PostMenu page={page} thread={thread} post={post} />
    </div>
  )
}

const Tombstone = ({ page, post }: { readonly page: PageContext; readonly post: PostItem }) => (
  <p class="event-line">
    <Icon page={page} name="trash-2" class="sm" />
    <span>{page.t('post.deleted', { number: post.number })}</span>
    {post.deletedAt && <Time page={page} at={post.deletedAt} style="relative" />}
  </p>
)
