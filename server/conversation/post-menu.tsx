/**
 * What can be done with a post beyond answering it. The author's and staff's items are in everyone's page and laid open
 * by the viewer's own stylesheet: the page is the same for its whole class.
 */
import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from '../site/icon.tsx'
import type { PageContext } from '../site/page.ts'
import { type PostThread, postPath } from './post-path.ts'

type PostMenuProps = {
  readonly page: PageContext
  readonly thread: PostThread
  readonly post: { readonly id: number; readonly number: number }
}

export function PostMenu({ page, thread, post }: PostMenuProps) {
  const { t } = page
  const { id, number } = post
  return (
    <details class="menu" data-behavior="menu">
      <summary class="btn ghost sm sq" aria-label={t('post.more', { number })} title={t('post.moreTitle')}>
        <Icon page={page} name="ellipsis" />
      </summary>
      <ul>
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
        <li>
          <form method="post" action={`/threads/${thread.id}/unread`}>
            <button class="item" type="submit" name="number" value={number}>
              <Icon page={page} name="bookmark" />
              {t('post.unreadFrom')}
            </button>
          </form>
        </li>
        <Item page={page} href={`/posts/${id}/edit`} icon="pencil" only="author moderate">
          {t('post.edit')}
        </Item>
        <Item page={page} href={`/posts/${id}/delete`} icon="trash-2" only="author moderate" tone="bad">
          {t('post.delete')}
        </Item>
      </ul>
    </details>
  )
}

type ItemProps = {
  readonly page: PageContext
  readonly href: string
  readonly icon: IconName
  /** Who is offered it: `author`, `moderate`; everybody when it is left out. */
  readonly only?: string
  readonly tone?: 'bad'
  readonly children: ComponentChildren
}

const Item = ({ page, href, icon, only, tone, children }: ItemProps) => (
  <li data-only={only}>
    <a class="item" href={href} data-tone={tone}>
      <Icon page={page} name={icon} />
      {children}
    </a>
  </li>
)
