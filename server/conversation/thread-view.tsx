/**
 * A thread: its posts on the spine, where in it one is, and the way to answer. Two viewer slots per post tell a member
 * what is new: `rule`, before the first unread one, and `unread`, a class that colours the spine; `first-unread`, beside
 * the thread, leads there. What a member reads is told by the posts themselves as they stay on the screen
 * (client/behaviors/read-tracker.ts), and without scripts by a picture that only such browsers load.
 */

import { Fragment } from 'preact'
import { Crumbs } from '../categories/crumbs.tsx'
import { PAGE_SIZE } from '../posts/ranges.ts'
import { Cleaned } from '../site/cooked.tsx'
import { Icon } from '../site/icon.tsx'
import { Layout } from '../site/layout.tsx'
import type { PageContext } from '../site/page.ts'
import { Slot, slot } from '../site/slot.tsx'
import { Time } from '../site/time.tsx'
import { TagLinks } from '../tags/links.tsx'
import { KindChip, KindFields } from '../threads/kind-views.tsx'
import { threadPath } from '../threads/ledger.tsx'
import { Post, type PostItem } from './post.tsx'
import { Restore } from './removal-views.tsx'
import { Answering } from './thread-answering.tsx'
import { Aside, feedOf } from './thread-aside.tsx'
import { threadData, threadPreview } from './thread-data.ts'
import { JumpLink, ThreadPager } from './thread-pager.tsx'
import { lastOn, type ThreadPageProps, type ThreadView } from './thread-props.ts'

export function ThreadPage(props: ThreadPageProps) {
  const { page, thread, category, ancestors, posts, from, locked } = props
  const { t } = page
  const canReply = props.canReply && !locked
  return (
    <Layout
      page={page}
      title={thread.title}
      description={posts.find(({ deletedAt }) => deletedAt === null)?.excerpt}
      canonical={threadPath(thread, from)}
      indexed={thread.deletedAt === null && thread.hiddenAt === null}
      preview={threadPreview(props)}
      feed={feedOf(props)}
      data={() => threadData(props)}
      current={`/c/${category.slug}`}
      category={category.id}
      live={`thread:${thread.id}`}
      aside={<Aside {...props} />}
      asideLabel={t('thread.aside')}
    >
      <header class="stack" data-author={thread.authorId}>
        <Crumbs page={page} ancestors={[...ancestors, category]} />
        <h1>{thread.title}</h1>
        <div class="meta">
          <KindChip page={page} thread={thread} />
          {locked && (
            <span class="chip" data-tone="stone">
              <Icon page={page} name="lock" />
              {t('thread.locked')}
            </span>
          )}
          <span>{t('thread.replies', { count: thread.replyCount })}</span>
          <Slot name="views" />
          <TagLinks tags={thread.tags} />
          {from === 1 && thread.lastNumber > PAGE_SIZE && <JumpLink page={page} />}
          {page.signedIn && <EditThread page={page} thread={thread} opening={posts[0]} />}
        </div>
        <KindFields page={page} thread={thread} />
        {from === 1 && <KindHeader {...props} />}
      </header>
      {thread.deletedAt && <ThreadGone {...props} at={thread.deletedAt} />}
      {from > 1 && <ThreadPager page={page} thread={thread} from={from} label={t('pager.above')} />}
      <section class="sheet pad" aria-labelledby="posts">
        <h2 class="vh" id="posts">
          {t('thread.posts')}
        </h2>
        <ol
          class="thread"
          id={`thread-${thread.id}-posts`}
          data-from={from}
          data-until={from + PAGE_SIZE}
          data-behavior={page.signedIn ? 'read-tracker' : undefined}
          data-thread={page.signedIn ? thread.id : undefined}
        >
          {posts.map(post => (
            <Fragment key={post.id}>
              {page.signedIn && <Slot name="rule" argument={post.number} />}
              <ThreadPost {...props} post={post} canReply={canReply} />
            </Fragment>
          ))}
        </ol>
        {page.signedIn && (
          <noscript>
            <img class="vh" src={`/threads/${thread.id}/read?to=${lastOn(thread, from)}`} alt="" width="1" height="1" />
          </noscript>
        )}
      </section>
      <ThreadPager page={page} thread={thread} from={from} label={t('pager.below')} />
      <Answering {...props} />
      {lastOn(thread, from) === thread.lastNumber && !thread.deletedAt && <RelatedLink page={page} thread={thread} />}
    </Layout>
  )
}

/** What its kind shows under the title, and the way to read it best first. */
function KindHeader({ page, thread, header, hasBest }: ThreadPageProps) {
  return (
    <>
      {header && <Cleaned html={header} />}
      {hasBest && thread.replyCount > 1 && !thread.deletedAt && (
        <p class="s">
          <a href={`${threadPath(thread)}/best`}>{page.t('thread.bestFirst')}</a>
        </p>
      )}
    </>
  )
}

type ThreadPostProps = Pick<ThreadPageProps, 'page' | 'thread' | 'canReply' | 'reacting'> & { readonly post: PostItem }

/** A post in its place. Its class is the reader's: whether they have read it. */
export const ThreadPost = ({ page, thread, post, canReply, reacting }: ThreadPostProps) => (
  <li id={`post-${post.id}`} data-number={post.number} class={page.signedIn ? slot('unread', post.number) : undefined}>
    <Post page={page} thread={thread} post={post} canReply={canReply} reacting={reacting} />
  </li>
)

/** The way on from its end. Where scripts run, the list that it leads to comes in its place (client/behaviors/related.ts). */
const RelatedLink = ({ page, thread }: Pick<ThreadPageProps, 'page' | 'thread'>) => (
  <section class="panel stack" id="related" data-held data-behavior="related" aria-labelledby="related-title">
    <h2 id="related-title">{page.t('related.title')}</h2>
    <p>
      <a href={`${threadPath(thread)}/related`}>{page.t('related.show')}</a>
    </p>
  </section>
)

type EditThreadProps = {
  readonly page: PageContext
  readonly thread: ThreadView
  readonly opening: PostItem | undefined
}

/** The way to another title or place, beside the thread's first post. */
function EditThread({ page, thread, opening }: EditThreadProps) {
  if (opening?.number !== 1 || thread.deletedAt) return null
  return (
    <span data-only={opening.offers.edit === 'moderate' ? 'moderate' : 'author moderate'}>
      <a href={`/threads/${thread.id}/edit`}>
        <Icon page={page} name="pencil" />
        {page.t('thread.edit')}
      </a>
    </span>
  )
}

/** Above a deleted thread, for those who still see it. */
function ThreadGone({ page, thread, deletedByViewer, restorable, at }: ThreadPageProps & { readonly at: Date }) {
  const { t } = page
  const { deletedBy, deleteReason } = thread
  const by = deletedBy ? t('thread.deletedBy', { name: deletedBy.displayName }) : t('thread.deleted')
  const said = deletedByViewer ? t('thread.deletedByYou') : by
  return (
    <div class="note" data-tone="warn" role="status">
      <Icon page={page} name="trash-2" />
      <div class="grow">
        <p>
          <span>{said}</span> <span aria-hidden="true">·</span> <Time page={page} at={at} style="relative" />
        </p>
        {deleteReason && <p class="s">{t('post.reasonGiven', { reason: deleteReason })}</p>}
      </div>
      {restorable && <Restore page={page} action={`/threads/${thread.id}/restore`} label={t('thread.restore')} />}
    </div>
  )
}
