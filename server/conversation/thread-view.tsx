/**
 * A thread: its posts on the spine, where in it one is, and the way to answer. Two viewer slots per post tell a member
 * what is new: `rule`, before the first unread one, and `unread`, a class that colours the spine; `first-unread`, beside
 * the thread, leads there. What a member reads is told by the posts themselves as they stay on the screen
 * (client/behaviors/read-tracker.ts), and without scripts by a picture that only such browsers load.
 */

import { Fragment } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { Crumbs } from '../categories/crumbs.tsx'
import { PAGE_SIZE, pageStart } from '../posts/queries.ts'
import { Avatar, type Person } from '../site/avatar.tsx'
import { Icon } from '../site/icon.tsx'
import { Layout } from '../site/layout.tsx'
import type { NavCategory, PageContext } from '../site/page.ts'
import { Slot, slot } from '../site/slot.tsx'
import { Time } from '../site/time.tsx'
import { YourText } from '../site/your-text.tsx'
import { TagLinks } from '../tags/links.tsx'
import type { TagRef } from '../tags/queries.ts'
import { threadPath } from '../threads/ledger.tsx'
import type { Writing } from './drafting.ts'
import type { Limits } from './limits.ts'
import { Post, type PostItem, type Reacting } from './post.tsx'
import type { PostThread } from './post-path.ts'
import { Restore } from './removal-views.tsx'
import { ReplyForm } from './reply-form.tsx'

type ThreadView = {
  readonly id: number
  readonly slug: string
  readonly title: string
  readonly replyCount: number
  readonly lastNumber: number
  readonly tags: readonly TagRef[]
  readonly authorId: number
  readonly deletedAt: Date | null
  readonly deletedBy: Person | null
  readonly deleteReason: string
}

type ThreadPageProps = {
  readonly page: PageContext
  readonly thread: ThreadView
  readonly category: NavCategory
  /** The categories above that, from the top down. */
  readonly ancestors: readonly NavCategory[]
  readonly posts: readonly PostItem[]
  /** The first number of the page's range: a page holds PAGE_SIZE numbers, of which some may be out of sight. */
  readonly from: number
  readonly canReply: boolean
  /** A locked thread takes no reply. */
  readonly locked: boolean
  readonly reacting: Reacting
  /** Of a deleted thread: whether the viewer did it; and whether who sees it may put it back. */
  readonly deletedByViewer: boolean
  readonly restorable: boolean
  /** The reply form; its `replyTo` is the id of the post that it answers, if a certain one. */
  readonly writing: Writing
  readonly limits: Limits
}

export function ThreadPage(props: ThreadPageProps) {
  const { page, thread, category, ancestors, posts, from, locked, reacting } = props
  const { t } = page
  const canReply = props.canReply && !locked
  return (
    <Layout
      page={page}
      title={thread.title}
      canonical={threadPath(thread, from)}
      current={`/c/${category.slug}`}
      category={category.id}
      aside={<Aside {...props} />}
      asideLabel={t('thread.aside')}
    >
      <header class="stack" data-author={thread.authorId}>
        <Crumbs page={page} ancestors={[...ancestors, category]} />
        <h1>{thread.title}</h1>
        <div class="meta">
          {locked && (
            <span class="chip" data-tone="stone">
              <Icon page={page} name="lock" />
              {t('thread.locked')}
            </span>
          )}
          <span>{t('thread.replies', { count: thread.replyCount })}</span>
          <TagLinks tags={thread.tags} />
          {page.signedIn && <EditThread page={page} thread={thread} opening={posts[0]} />}
        </div>
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
          data-behavior={page.signedIn ? 'read-tracker' : undefined}
          data-thread={page.signedIn ? thread.id : undefined}
        >
          {posts.map(post => (
            <Fragment key={post.id}>
              {page.signedIn && <Slot name="rule" argument={post.number} />}
              <li
                id={`post-${post.id}`}
                data-number={post.number}
                class={page.signedIn ? slot('unread', post.number) : undefined}
              >
                <Post page={page} thread={thread} post={post} canReply={canReply} reacting={reacting} />
              </li>
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
    </Layout>
  )
}

/** The largest number that a page of the thread can hold. */
const lastOn = ({ lastNumber }: ThreadView, from: number): number => Math.min(from + PAGE_SIZE - 1, lastNumber)
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

/** The reply form; or why there is none, and what was written all the same. */
function Answering(props: ThreadPageProps) {
  const { page, thread, locked, canReply, writing } = props
  if (thread.deletedAt) return null
  if (!locked && (canReply || !page.signedIn)) return <Reply {...props} />
  const { body } = writing.form.values
  return (
    <>
      <p class="note" data-tone="stone" id="reply">
        <Icon page={page} name={locked ? 'lock' : 'info'} />
        {page.t(locked ? 'thread.lockedNote' : 'reply.notHere')}
      </p>
      {body && <YourText page={page} text={body} />}
    </>
  )
}

function Reply({ page, thread, posts, writing, limits }: ThreadPageProps) {
  const { t } = page
  if (!page.signedIn) {
    const returnTo = encodeURIComponent(`${threadPath(thread)}/${thread.lastNumber}`)
    return (
      <section class="sheet pad split" id="reply" aria-labelledby="reply-title">
        <div class="grow-fit">
          <h2 id="reply-title" class="l">
            {t('reply.visitor')}
          </h2>
          <p class="soft-ink">{t('reply.visitorHelp')}</p>
        </div>
        <div class="row">
          <a class="btn" href={`/sign-in?returnTo=${returnTo}`}>
            {t('nav.signIn')}
          </a>
          <a class="btn fill" href="/join">
            {t('nav.join')}
          </a>
        </div>
      </section>
    )
  }
  const answered = posts.find(({ id }) => String(id) === writing.form.values.replyTo)
  return <ReplyForm page={page} thread={thread} {...writing} answered={answered} limits={limits} />
}

type ThreadPagerProps = {
  readonly page: PageContext
  readonly thread: ThreadView
  readonly from: number
  readonly label: string
}

/** To the pages around this one and to the thread's ends. Nothing when it all fits. */
function ThreadPager({ page, thread, from, label }: ThreadPagerProps) {
  const { t } = page
  const last = pageStart(thread.lastNumber)
  if (last === 1) return null
  return (
    <nav class="pager split" aria-label={label}>
      <span class="row">
        {from > 1 + PAGE_SIZE && (
          <a class="btn sm sq" href={threadPath(thread)} aria-label={t('pager.first')} title={t('pager.first')}>
            <Icon page={page} name="chevrons-left" class="sm flip" />
          </a>
        )}
        {from > 1 && (
          <a class="btn sm" href={threadPath(thread, from - PAGE_SIZE)} rel="prev">
            <Icon page={page} name="arrow-left" class="sm flip" />
            {t('pager.earlier')}
          </a>
        )}
      </span>
      <span class="row">
        {from < last && (
          <a class="btn sm" href={threadPath(thread, from + PAGE_SIZE)} rel="next">
            {t('pager.later')}
            <Icon page={page} name="arrow-right" class="sm flip" />
          </a>
        )}
        {from < last - PAGE_SIZE && (
          <a class="btn sm sq" href={threadPath(thread, last)} aria-label={t('pager.last')} title={t('pager.last')}>
            <Icon page={page} name="chevrons-right" class="sm flip" />
          </a>
        )}
      </span>
    </nav>
  )
}

const Aside = (props: ThreadPageProps) => (
  <>
    <InThisThread {...props} />
    {props.page.signedIn && <Slot name="follow" />}
  </>
)

/** Where one is in the thread, and the ways to its ends. */
function InThisThread({ page, thread, posts, from }: ThreadPageProps) {
  const { t } = page
  const [first, last] = [posts[0], posts.at(-1)]
  const to = lastOn(thread, from)
  const paged = thread.lastNumber > PAGE_SIZE
  return (
    <section class="panel" aria-labelledby="in-this-thread">
      <h2 id="in-this-thread">{t('thread.inThis')}</h2>
      {paged && (
        <>
          <Extent from={from} to={to} last={thread.lastNumber} />
          <p class="s soft-ink num">{t('thread.range', { from, to, last: thread.lastNumber })}</p>
        </>
      )}
      <ul class="stack s">
        <li class="split">
          <a href={first?.number === 1 ? `#post-${first.id}` : threadPath(thread)}>{t('thread.first')}</a>
          {first?.number === 1 && (
            <span class="quiet">
              <Time page={page} at={first.createdAt} style="relative" />
            </span>
          )}
        </li>
        {page.signedIn && <Slot name="first-unread" />}
        <li class="split">
          <a href={last?.number === thread.lastNumber ? `#post-${last.id}` : threadPath(thread, thread.lastNumber)}>
            {t('thread.latest')}
          </a>
          {last?.number === thread.lastNumber && (
            <span class="quiet">
              <Time page={page} at={last.createdAt} style="relative" />
            </span>
          )}
        </li>
      </ul>
      {posts.length > 1 && <People page={page} posts={posts} />}
    </section>
  )
}

/** Who writes on this page, each once, in the order in which they spoke. */
function People({ page, posts }: Pick<ThreadPageProps, 'page' | 'posts'>) {
  const people = [...new Map(posts.filter(post => !post.deletedAt).map(({ author }) => [author.id, author])).values()]
  const shown = people.slice(0, 8)
  return (
    <>
      <h3 class="s quiet">{page.t('thread.people')}</h3>
      <ul class="row faces">
        {shown.map(person => (
          <li key={person.id}>
            <a class="face" href={`/m/${encodeURIComponent(person.name)}`} title={person.displayName}>
              <Avatar page={page} of={person} size="sm" />
              <span class="vh">{person.displayName}</span>
            </a>
          </li>
        ))}
        {people.length > shown.length && (
          <li class="s quiet">{page.t('thread.morePeople', { count: people.length - shown.length })}</li>
        )}
      </ul>
    </>
  )
}

/** The page's posts as a stretch of the whole. */
function Extent({ from, to, last }: { readonly from: number; readonly to: number; readonly last: number }) {
  const start = (100 * (from - 1)) / last
  const length = Math.max((100 * (to - from + 1)) / last, 2)
  return (
    <svg class="extent" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect width="100" height="4" />
      <rect class="here" x={Math.min(start, 98).toFixed(1)} width={length.toFixed(1)} height="4" />
    </svg>
  )
}

/** The line above the first post that the reader has not seen: for its `rule` slot. */
export const fillRule = (page: PageContext): string =>
  renderToString(
    <li class="fresh">
      <p class="rule-new">{page.t('thread.unread')}</p>
    </li>,
  )

/** The way to a reply that was begun: for the form's `draft` slot. */
export const fillDraft = (page: PageContext, thread: ThreadView): string =>
  renderToString(
    <p class="replying" data-begun>
      <Icon page={page} name="pen-line" class="sm" />
      {page.t('reply.begun')}
      <a href={`${threadPath(thread)}?draft=1#reply`}>{page.t('drafts.continue')}</a>
    </p>,
  )

/** The way to where the reader goes on: for the `first-unread` slot. */
export const fillFirstUnread = (page: PageContext, thread: PostThread): string =>
  renderToString(
    <li>
      <a href={`${threadPath(thread)}/unread`}>{page.t('thread.firstUnread')}</a>
    </li>,
  )
