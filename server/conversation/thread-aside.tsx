import { PAGE_SIZE } from '../posts/ranges.ts'
import { Avatar } from '../site/avatar.tsx'
import { FeedLink } from '../site/feeds.tsx'
import { Slot } from '../site/slot.tsx'
import { Time } from '../site/time.tsx'
import { threadPath } from '../threads/ledger.tsx'
import { JumpForms } from './jump.tsx'
import { lastOn, type ThreadPageProps } from './thread-props.ts'
import { Timeline } from './timeline.tsx'

/** Beside a thread: where one is in it, who speaks, and what one follows. */
export const Aside = (props: ThreadPageProps) => (
  <>
    <InThisThread {...props} />
    {props.page.signedIn && <Slot name="follow" />}
    <FeedLink page={props.page} of={feedOf(props)} />
    {props.page.signedIn && <HereNow {...props} />}
  </>
)

/** The page whose feed tells of new posts; null where visitors see none. */
export const feedOf = ({ page, thread, category }: ThreadPageProps): string | null =>
  page.publicIds.includes(category.id) && !thread.deletedAt && !thread.hiddenAt ? threadPath(thread) : null

/** Who else has the thread open: filled by client/live/presence.ts, and last, so that nothing moves when somebody comes. */
const HereNow = ({ page, thread }: ThreadPageProps) => (
  <section class="panel" id="here" data-held data-channel={`presence:${thread.id}`} aria-labelledby="here-now" hidden>
    <h2 id="here-now">{page.t('thread.here')}</h2>
    <ul class="row faces" />
  </section>
)

/** Where one is in the thread, and the ways to its ends. */
function InThisThread({ page, thread, posts, from, dates, jumping }: ThreadPageProps) {
  const { t } = page
  const [first, last] = [posts[0], posts.at(-1)]
  const to = lastOn(thread, from)
  const paged = thread.lastNumber > PAGE_SIZE
  return (
    <section class="panel" aria-labelledby="in-this-thread">
      <h2 id="in-this-thread">{t('thread.inThis')}</h2>
      {paged && (
        <>
          {dates && <Timeline page={page} thread={thread} from={from} dates={dates} />}
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
      {paged && <JumpForms page={page} thread={thread} form={jumping} />}
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
