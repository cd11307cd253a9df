/** The way through the community: a rail beside the page, on phones a tab bar and a sheet that it opens without script. */
import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from './icon.tsx'
import type { NavCategory, PageContext } from './page.ts'
import { Slot } from './slot.tsx'

type RailProps = {
  readonly page: PageContext
  readonly current: string
  /** Entries in place of the community's. */
  readonly instead?: ComponentChildren
}

export const Rail = ({ page, current, instead }: RailProps) => (
  <nav class="rail" id="rail" popover="auto" aria-label={page.t('nav.main')}>
    {instead ?? <Places page={page} current={current} />}
  </nav>
)

function Places({ page, current }: Omit<RailProps, 'instead'>) {
  const { t, nav } = page
  const known = new Set(nav.map(category => category.id))
  // A child whose parent is out of the viewer's sight stands at the top.
  const roots = nav.filter(({ parentId }) => parentId === null || !known.has(parentId))
  return (
    <>
      <ul>
        <RailLink page={page} href="/" icon="house" label={t('nav.home')} current={current} />
        {page.signedIn && (
          <RailLink page={page} href="/unread" icon="messages-square" label={t('nav.unread')} current={current} />
        )}
        <RailLink page={page} href="/categories" icon="layout-list" label={t('nav.categories')} current={current} />
        {[...page.kinds.values()].map(({ icon, list }) =>
          list ? (
            <RailLink
              key={list.path}
              page={page}
              href={list.path}
              icon={icon}
              label={list.title[page.locale]}
              current={current}
            />
          ) : null,
        )}
        <RailLink page={page} href="/tags" icon="hash" label={t('nav.tags')} current={current} />
        {page.signedIn && (
          <RailLink page={page} href="/bookmarks" icon="bookmark" label={t('nav.saved')} current={current} />
        )}
      </ul>
      {roots.length > 0 && (
        <>
          <h2>{t('nav.categories')}</h2>
          <ul>
            {roots.map(category => (
              <Place key={category.id} page={page} category={category} current={current} />
            ))}
          </ul>
        </>
      )}
    </>
  )
}

function Place({
  page,
  category,
  current,
}: {
  readonly page: PageContext
  readonly category: NavCategory
  readonly current: string
}) {
  const children = page.nav.filter(({ parentId }) => parentId === category.id)
  const href = `/c/${category.slug}`
  return (
    <li>
      <a href={href} aria-current={currency(page, href, current)}>
        <span class="swatch" data-tone={category.tone} />
        {category.name}
      </a>
      {children.length > 0 && (
        <ul>
          {children.map(child => (
            <Place key={child.id} page={page} category={child} current={current} />
          ))}
        </ul>
      )}
    </li>
  )
}

type RailLinkProps = {
  readonly page: PageContext
  readonly href: string
  readonly icon: IconName
  readonly label: string
  readonly current: string
}

export const RailLink = ({ page, href, icon, label, current }: RailLinkProps) => (
  <li>
    <a href={href} aria-current={currency(page, href, current)}>
      <Icon page={page} name={icon} />
      {label}
    </a>
  </li>
)

/** `page` on the entry's own page, `true` on pages that belong to it. */
const currency = (page: PageContext, href: string, current: string): 'page' | 'true' | undefined =>
  page.path === href ? 'page' : current === href ? 'true' : undefined

export function TabBar({ page }: { readonly page: PageContext }) {
  const { t, path, signedIn } = page
  return (
    <nav class="tabbar" aria-label={t('nav.shortcuts')}>
      <a href="/" aria-current={path === '/' ? 'page' : undefined}>
        <Icon page={page} name="house" />
        {t('nav.home')}
      </a>
      {signedIn && (
        <a href="/unread" aria-current={path === '/unread' ? 'page' : undefined}>
          <Icon page={page} name="messages-square" />
          {t('nav.unread')}
        </a>
      )}
      <button type="button" popovertarget="rail">
        <Icon page={page} name="menu" />
        {t('nav.browse')}
      </button>
      {signedIn ? (
        <a href="/threads/new" aria-current={path === '/threads/new' ? 'page' : undefined}>
          <Icon page={page} name="pen-line" />
          {t('nav.write')}
        </a>
      ) : (
        <a href="/join" aria-current={path === '/join' ? 'page' : undefined}>
          <Icon page={page} name="user-plus" />
          {t('nav.join')}
        </a>
      )}
      {signedIn && <Slot name="inbox" />}
      <Slot name="you" />
    </nav>
  )
}
