import { renderToString } from 'preact-render-to-string'
import { Icon } from '../site/icon.tsx'
import type { PageContext } from '../site/page.ts'
import { threadPath } from '../threads/ledger.tsx'
import type { PostThread } from './post-path.ts'

/** The line above the first post that the reader has not seen: for its `rule` slot. */
export const fillRule = (page: PageContext): string =>
  renderToString(
    <li class="fresh">
      <p class="rule-new">{page.t('thread.unread')}</p>
    </li>,
  )

/** The way to a reply that was begun: for the form's `draft` slot. */
export const fillDraft = (page: PageContext, thread: PostThread): string =>
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

/** How often the thread was opened: for the `views` slot, which no version of the thread stands for. */
export const fillViews = (page: PageContext, count: number): string =>
  renderToString(<span>{page.t('thread.views', { count })}</span>)
