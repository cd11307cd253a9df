/** The way to one's notifications, with how many are unread: in the header, and on phones in the tab bar. */
import { Icon } from './icon.tsx'
import type { PageContext } from './page.ts'

type BellProps = { readonly page: PageContext; readonly unread: number }

const INBOX = '/notifications'

export const isAtInbox = ({ path }: PageContext): boolean => path.split('?', 1)[0] === INBOX

export const Bell = ({ page, unread }: BellProps) => (
  <a
    id="bell"
    class="btn ghost sq wide"
    href={INBOX}
    aria-label={page.t('notification.bell', { count: unread })}
    aria-current={isAtInbox(page) ? 'page' : undefined}
    data-behavior="bell"
    data-unread={unread}
  >
    <Icon page={page} name="bell" />
    <Dot unread={unread} />
  </a>
)

export const Inbox = ({ page, unread }: BellProps) => (
  <a id="inbox" href={INBOX} aria-current={isAtInbox(page) ? 'page' : undefined}>
    <span class="dotted">
      <Icon page={page} name="bell" />
      <Dot unread={unread} />
    </span>
    {page.t('nav.inbox')}
    {unread > 0 && <span class="vh">{page.t('notification.unreadCount', { count: unread })}</span>}
  </a>
)

/** Seen, not heard: its words stand beside it. */
const Dot = ({ unread }: { readonly unread: number }) =>
  unread > 0 ? (
    <span class="dot" aria-hidden="true">
      {unread > 99 ? '99+' : unread}
    </span>
  ) : null
