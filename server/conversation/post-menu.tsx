/**
 * What can be done with a post beyond answering it. The author's and staff's items are in everyone's page and laid open
 * by the viewer's own stylesheet: the page is the same for its whole class.
 */
import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from '../site/icon.tsx'
import type { PageContext } from '../site/page.ts'
import { threadPath } from '../threads/ledger.tsx'
import type { Offered, Offers } from './offers.ts'
import { type PostThread, postPath } from './post-path.ts'

type PostMenuProps = {
  readonly page: PageContext
  readonly thread: PostThread
  readonly post: {
    readonly id: number
    readonly number: number
    readonly editedAt: Date | null
    readonly wiki: boolean
    readonly offers: Offers
  }
  /** Whether this class of viewers may answer here. */
  readonly canReply: boolean
}

export function PostMenu({ page, thread, post, canReply }: PostMenuProps) {
  const { t } = page
  const { id, number, wiki, offers } = post
  return (
    <details class="menu" data-behavior="menu">
      <summary class="btn ghost sm sq" aria-label={t('post.more', { number })} title={t('post.moreTitle')}>
        <Icon page={page} name="ellipsis" />
      </summary>
      <ul>
        {canReply && (
          <Item page={page} href={`${threadPath(thread)}/${number}?quote=${id}#reply`} icon="quote" offered="everyone">
            {t('post.quote')}
          </Item>
        )}
        <li>
          <a
            class="item"
            href={postPath(thread, post)}
            data-behavior="copy-link"
            data-label={t('post.copyLink')}
            data-said={t('post.linkCopied')}
          >
            <Icon page={page} name="link" />
            <span>{t('post.link')}</span>
          </a>
        </li>
        {post.editedAt && (
          <Item page={page} href={`/posts/${id}/history`} icon="history" offered={offers.history}>
            {t('post.history')}
          </Item>
        )}
        <li>
          <form method="post" action={`/threads/${thread.id}/unread`}>
            <button class="item" type="submit" name="number" value={number}>
              <Icon page={page} name="eye-off" />
              {t('post.unreadFrom')}
            </button>
          </form>
        </li>
        <Item page={page} href={`/posts/${id}/edit`} icon="pencil" offered={offers.edit}>
          {t('post.edit')}
        </Item>
        <li data-only={only(offers.wiki)}>
          <form method="post" action={wiki ? `/posts/${id}/wiki/delete` : `/posts/${id}/wiki`}>
            <button class="item" type="submit">
              <Icon page={page} name="book-open" />
              {t(wiki ? 'post.unmakeWiki' : 'post.makeWiki')}
            </button>
          </form>
        </li>
        <Item page={page} href={`/posts/${id}/delete`} icon="trash-2" offered={offers.remove} tone="bad">
          {t('post.delete')}
        </Item>
      </ul>
    </details>
  )
}

const only = (offered: Offered): string | undefined => (offered === 'everyone' ? undefined : offered)

type ItemProps = {
  readonly page: PageContext
  readonly href: string
  readonly icon: IconName
  readonly offered: Offered
  readonly tone?: 'bad'
  readonly children: ComponentChildren
}

const Item = ({ page, href, icon, offered, tone, children }: ItemProps) => (
  <li data-only={only(offered)}>
    <a class="item" href={href} data-tone={tone}>
      <Icon page={page} name={icon} />
      {children}
    </a>
  </li>
)
