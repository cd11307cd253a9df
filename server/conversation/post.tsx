/** One post on the spine. */

import { SaveControl } from '../bookmarks/views.tsx'
import type { ReactionCount } from '../posts/queries.ts'
import type { ReactionKey } from '../reactions/kinds.ts'
import { ReactionBar } from '../reactions/views.tsx'
import { Avatar, type Person } from '../site/avatar.tsx'
import { Cleaned, Cooked } from '../site/cooked.tsx'
import { Icon } from '../site/icon.tsx'
import type { PageContext } from '../site/page.ts'
import { Time } from '../site/time.tsx'
import { TrustMark } from '../site/trust.tsx'
import { threadPath } from '../threads/ledger.tsx'
import type { Offers } from './offers.ts'
import { PostMenu } from './post-menu.tsx'
import { type PostThread, postPath } from './post-path.ts'
import { Tombstone } from './removal-views.tsx'

export type PostItem = {
  readonly id: number
  readonly number: number
  readonly author: Person
  readonly trustLevel: number
  readonly replyTo: { readonly id: number; readonly number: number; readonly gone: boolean } | null
  readonly html: string
  /** What plugins show above its text and under it; '' for nothing. */
  readonly header: string
  readonly footer: string
  readonly excerpt: string
  readonly createdAt: Date
  readonly editedAt: Date | null
  readonly editor: Person | null
  readonly editReason: string
  readonly wiki: boolean
  /** Set for those who still see its tombstone. */
  readonly deletedAt: Date | null
  readonly reactions: readonly ReactionCount[]
  readonly deletedBy: Person | null
  readonly deleteReason: string
  readonly offers: Offers
  /** Whether it is the viewer's: never on a page that others get too. */
  readonly own: boolean
  /** Whether it was deleted a moment ago. */
  readonly fresh: boolean
}

/** The reactions that posts are shown with, and those that this class of viewers may give; null for who may not. */
export type Reacting = { readonly keys: readonly ReactionKey[]; readonly offered: readonly ReactionKey[] | null }

type PostProps = {
  readonly page: PageContext
  readonly thread: PostThread & { readonly deletedAt: Date | null }
  readonly post: PostItem
  /** Whether this class of viewers may answer here. */
  readonly canReply: boolean
  readonly reacting: Reacting
}

export function Post(props: PostProps) {
  const { page, thread, post, reacting } = props
  const { t } = page
  const { id, number, author, replyTo } = post
  if (post.deletedAt) return <Tombstone page={page} post={post} at={post.deletedAt} restorable={post.offers.restore} />
  return (
    <article class="post" tabindex={-1} data-author={author.id} aria-labelledby={`post-${id}-author`}>
      <Avatar page={page} of={author} size="lg" />
      <header class="meta">
        <a class="who" id={`post-${id}-author`} href={`/m/${encodeURIComponent(author.name)}`}>
          {author.displayName}
        </a>
        <TrustMark page={page} level={post.trustLevel} />
        <Time page={page} at={post.createdAt} />
        {post.wiki && (
          <span class="chip" data-tone="tarn" title={t('post.wikiHelp')}>
            <Icon page={page} name="book-open" />
            {t('post.wiki')}
          </span>
        )}
        {post.editedAt && !isExplained(post) && <EditMark page={page} post={post} label={t('post.edited')} />}
        <a class="num" href={postPath(thread, post)} aria-label={t('post.number', { number })}>
          {number}
        </a>
      </header>
      {replyTo?.gone && (
        <span class="answers">
          <Icon page={page} name="corner-up-left" class="sm flip" />
          {t('post.answersGone')}
        </span>
      )}
      {replyTo && !replyTo.gone && (
        <a class="answers" href={postPath(thread, replyTo)}>
          <Icon page={page} name="corner-up-left" class="sm flip" />
          {t('post.answers', { number: replyTo.number })}
        </a>
      )}
      {post.header && <Cleaned html={post.header} />}
      <Cooked html={post.html} />
      {post.footer && <Cleaned html={post.footer} />}
      {post.editedAt && isExplained(post) && <EditNote page={page} post={post} at={post.editedAt} />}
      {(page.signedIn || post.reactions.length > 0) && (
        <footer class="split">
          <ReactionBar page={page} post={post} {...reacting} />
          {page.signedIn && !thread.deletedAt && <Controls {...props} />}
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
      {post.wiki && post.offers.edit === 'everyone' && (
        <a class="btn ghost sm" href={`/posts/${id}/edit`} aria-label={t('post.editNumber', { number })}>
          <Icon page={page} name="pencil" class="sm" />
          {t('post.edit')}
        </a>
      )}
      <PostMenu page={page} thread={thread} post={post} canReply={canReply} />
    </div>
  )
}

/** Whether there is more to say of the newest version than that there is one: somebody else made it, or said why. */
const isExplained = ({ author, editor, editReason }: PostItem): boolean =>
  editReason !== '' || (editor !== null && editor.id !== author.id)

type EditMarkProps = { readonly page: PageContext; readonly post: PostItem; readonly label: string }

/** That a post was edited; for those who may read it, the way to what it said before. */
const EditMark = ({ page, post: { id, number, offers }, label }: EditMarkProps) =>
  offers.history === 'everyone' ? (
    <a href={`/posts/${id}/history`} title={page.t('history.title', { number })}>
      {label}
    </a>
  ) : (
    <span>{label}</span>
  )

type EditNoteProps = { readonly page: PageContext; readonly post: PostItem; readonly at: Date }

/** Who edited, when and why. */
function EditNote({ page, post, at }: EditNoteProps) {
  const { editor, author, editReason } = post
  const by = editor && editor.id !== author.id ? editor.displayName : null
  return (
    <p class="meta edit-note">
      <Icon page={page} name="pencil" />
      <EditMark
        page={page}
        post={post}
        label={by === null ? page.t('post.editedNote') : page.t('post.editedBy', { name: by })}
      />
      <Time page={page} at={at} style="relative" />
      {editReason && <span class="reason">{page.t('post.reasonGiven', { reason: editReason })}</span>}
    </p>
  )
}
